package ipvm.rule;

/// How far back the list of events reaches that a rule with a window is given.
public sealed interface Span {

    /// This event and the ones before it, so many in all.
    record Count(int count) implements Span {}

    /// This event and the ones that came so long before it or less.
    record Time(long millis) implements Span {}
}

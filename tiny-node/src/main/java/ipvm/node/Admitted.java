package ipvm.node;

/// What comes of a signed request at the door.
public sealed interface Admitted {

    /// It may be asked for.
    record In(Order order) implements Admitted {}

    /// It may not, or nobody knows what it means.
    record Out(Reply reply) implements Admitted {}
}

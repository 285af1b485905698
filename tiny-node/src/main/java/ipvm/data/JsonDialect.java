package ipvm.data;

/// How freely JSON may be spelled, and what becomes of integers that no machine word holds.
enum JsonDialect {
    /// One spelling of each value.
    CANONICAL,
    /// Whatever means the same; an integer that we cannot hold is a fault.
    RELAXED,
    /// The same, but integers outside 64 bits are floats, as Homestar takes them in workflows.
    HOMESTAR;

    boolean isStrict() {
        return this == CANONICAL;
    }
}

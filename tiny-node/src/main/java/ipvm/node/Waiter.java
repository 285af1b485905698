package ipvm.node;

/// Who wants to know how a task ended.
///
/// @param order as it was asked for; the same task may be asked for within other bounds
record Waiter(Order order, Ear ear) {

    void hear(Reply reply) {
        ear.hear(reply);
    }

    /// Where the answer goes: out to a caller, or into a workflow.
    @FunctionalInterface
    interface Ear {
        void hear(Reply reply);
    }
}

package ipvm.node;

/// Who wants to know how a task ended.
///
/// @param order as it was asked for; the same task may be asked for within other bounds
/// @param isListener whether any end will do, because it was somebody else who asked
record Waiter(Order order, Ear ear, boolean isListener) {

    private static final Ear DEAF = reply -> {};

    Waiter(Order order, Ear ear) {
        this(order, ear, false);
    }

    void hear(Reply reply) {
        ear.hear(reply);
    }

    /// Its place is kept, but nobody is there any more.
    Waiter gone() {
        return new Waiter(order, DEAF, isListener);
    }

    boolean isGone() {
        return ear.equals(DEAF);
    }

    /// Where the answer goes: out to a caller, or into a workflow.
    @FunctionalInterface
    interface Ear {
        void hear(Reply reply);

        /// Whether a call is answered by it.
        default boolean isOf(long call) {
            return false;
        }

        /// Whether it need not be durable to be heard.
        default boolean isPatient() {
            return false;
        }

        /// Whether its receipt need not be kept.
        default boolean isCareless() {
            return false;
        }

        /// The same, for whom it need not be durable.
        default Ear patient() {
            return new Patient(this, false);
        }

        /// The same, who keeps no receipt either.
        default Ear careless() {
            return new Patient(this, true);
        }
    }

    private record Patient(Ear ear, boolean isCareless) implements Ear {

        @Override
        public void hear(Reply reply) {
            ear.hear(reply);
        }

        @Override
        public boolean isPatient() {
            return true;
        }
    }
}

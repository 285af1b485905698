package ipvm.ucan;

/// What judging a policy may still cost: who writes policies and arguments pays with our time.
final class Steps {

    private int left;

    Steps(int max) {
        this.left = max;
    }

    /// Spends steps; false once they are spent, which makes every statement false.
    boolean take(int count) {
        left = count > left ? -1 : left - count;
        return left >= 0;
    }

    boolean areSpent() {
        return left < 0;
    }
}

package ipvm.jit;

/// A value inside a loop, as far as it is known: `scale` times what a local was when the round
/// began, plus what stays the same in every round.
///
/// @param local the local, or one of the two numbers below zero
/// @param offset what is added, when that is known
/// @param isExact whether it is known
record Term(int local, int scale, int offset, boolean isExact) {

    private static final int NONE = -1;

    static final Term UNKNOWN = new Term(-2, 0, 0, false);

    /// The same in every round, whatever it is.
    static final Term SAME = new Term(NONE, 0, 0, false);

    static Term local(int local) {
        return new Term(local, 1, 0, true);
    }

    static Term constant(int value) {
        return new Term(NONE, 0, value, true);
    }

    /// Whether it may be another number in each round, by a step that can be told.
    boolean moves() {
        return local >= 0 && scale != 0;
    }

    /// What is known when it may be this or that.
    Term ifEqual(Term other) {
        return this.equals(other) ? this : UNKNOWN;
    }

    /// What a local grows by in each round that is given this, 0 when that cannot be told.
    int stepOf(int itself) {
        return local == itself && scale == 1 && isExact ? offset : 0;
    }

    /// The result of an operator.
    static Term of(int code, Term first, Term second) {
        return switch (code) {
            case Code.I32_ADD -> first.plus(second);
            case Code.I32_SUB -> first.plus(second.times(-1));
            case Code.I32_MUL -> second.isConstant() ? first.times(second) : second.times(first);
            case Code.I32_SHL -> second.isConstant() ? first.times(1 << second.offset) : UNKNOWN;
            default -> first.local == NONE && second.local == NONE ? SAME : UNKNOWN;
        };
    }

    private boolean isConstant() {
        return local == NONE && isExact;
    }

    private Term plus(Term other) {
        boolean isTold = local == other.local || local == NONE || other.local == NONE;
        if (!isTold || this.equals(UNKNOWN) || other.equals(UNKNOWN)) {
            return UNKNOWN;
        }
        return new Term(
                Math.max(local, other.local),
                scale + other.scale,
                offset + other.offset,
                isExact && other.isExact);
    }

    private Term times(Term factor) {
        return factor.isConstant() ? times(factor.offset) : of(Code.NOP, this, factor);
    }

    private Term times(int factor) {
        return local < NONE ? UNKNOWN : new Term(local, scale * factor, offset * factor, isExact);
    }
}

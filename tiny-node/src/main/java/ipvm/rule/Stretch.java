package ipvm.rule;

/// Times of the calendar that have been dealt with: those after `from`, up to and with `to`.
record Stretch(long fromMillis, long toMillis) {

    boolean isEmpty() {
        return fromMillis >= toMillis;
    }

    boolean has(long millis) {
        return fromMillis < millis && millis <= toMillis;
    }

    boolean covers(Stretch that) {
        return fromMillis <= that.fromMillis && that.toMillis <= toMillis;
    }
}

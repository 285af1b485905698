package ipvm.jit;

/// Why a run ended before its results.
public enum Reason {
    UNREACHABLE("unreachable"),
    MEMORY("out of bounds memory"),
    TABLE("out of bounds table"),
    DIVISION("divide by zero"),
    OVERFLOW("integer overflow"),
    CONVERSION("invalid conversion"),
    SIGNATURE("indirect call type mismatch"),
    ELEMENT("uninitialized element"),
    STACK("stack"),
    FUEL("out of fuel"),
    MEMORY_GRANT("out of memory"),
    TIME("timed out");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

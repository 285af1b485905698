package ipvm.cli;

/// How a word stands out on a terminal; elsewhere it does not.
enum Ink {
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("31"),
    WARN("33"),
    NAME("36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}

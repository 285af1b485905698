package ipvm.cli;

import ipvm.data.MalformedException;

/// Text from outside as a terminal may be given it.
final class Shown {

    private Shown() {}

    /// `FILE:LINE:COLUMN: reason`, as editors jump to.
    static String fault(String file, MalformedException fault) {
        var place = fault.line() > 0 ? ":" + fault.line() + ":" + fault.column() : "";
        return safe(file + place + ": " + reason(fault));
    }

    static String reason(MalformedException fault) {
        return fault.what() + ": found " + fault.found();
    }

    /// Control characters become escapes, so that a token cannot repaint the screen that judges it.
    static String safe(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (isHarmless(point)) {
                        safe.appendCodePoint(point);
                    } else {
                        safe.append(String.format("\\u{%x}", point));
                    }
                });
        return safe.toString();
    }

    /// Not what moves the cursor, breaks the line or turns the direction of writing.
    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

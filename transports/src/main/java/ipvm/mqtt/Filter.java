package ipvm.mqtt;

import java.util.List;

/// A topic filter with `+` and `#`.
record Filter(String text) {

    private static final int CHARS_MAX = 512;

    /// Whether a broker would take it.
    static boolean isOne(String text) {
        var levels = levels(text);
        int last = levels.size() - 1;
        return !text.isEmpty()
                && text.length() <= CHARS_MAX
                && text.indexOf('\0') < 0
                && levels.stream().allMatch(level -> level.length() == 1 || isPlain(level))
                && levels.subList(0, last).stream().noneMatch(level -> level.equals("#"));
    }

    private static boolean isPlain(String level) {
        return level.indexOf('+') < 0 && level.indexOf('#') < 0;
    }

    boolean matches(String topic) {
        var wanted = levels(text);
        var found = levels(topic);
        if (topic.startsWith("$") && !text.startsWith("$")) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            var level = wanted.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i >= found.size() || !(level.equals("+") || level.equals(found.get(i)))) {
                return false;
            }
        }
        return wanted.size() == found.size();
    }

    private static List<String> levels(String text) {
        return List.of(text.split("/", -1));
    }
}

package ipvm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recording and the rule that is to be played it, as files beside each other.
///
/// `NAME.events.jsonl` is played to `NAME.json`, or to `rule.json` where a rule has several
/// recordings; `events.jsonl` is played to `rule.json`.
///
/// @param name the way to it in the folder that is tested, empty for what stands for all of it
/// @param prefix what the names of all its files begin with
record RuleCase(String name, Path folder, String prefix) {

    private static final String EVENTS = "events.jsonl";
    private static final String RULE = "rule.json";
    private static final int DEPTH_MAX = 8;
    private static final int CASES_MAX = 1_000;

    /// All of a folder and of those in it, by name.
    static List<RuleCase> in(Path root) throws Stop, IOException {
        var cases = new ArrayList<RuleCase>();
        collect(root, root, cases);
        return List.copyOf(cases);
    }

    private static void collect(Path root, Path folder, List<RuleCase> cases)
            throws Stop, IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = String.valueOf(file.getFileName());
                if (Files.isDirectory(file)) {
                    boolean isDeep = root.relativize(file).getNameCount() > DEPTH_MAX;
                    if (!isDeep && !name.startsWith(".") && !name.equals("node_modules")) {
                        collect(root, file, cases);
                    }
                } else if (name.equals(EVENTS) || name.endsWith("." + EVENTS)) {
                    cases.add(of(root, folder, name.substring(0, name.length() - EVENTS.length())));
                }
            }
        }
        if (cases.size() > CASES_MAX) {
            throw Stop.usage(root + ": more than " + CASES_MAX + " recordings");
        }
    }

    private static RuleCase of(Path root, Path folder, String prefix) {
        var way = root.relativize(folder).toString();
        var own = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        var name = way.isEmpty() || own.isEmpty() ? way + own : way + "/" + own;
        return new RuleCase(name, folder, prefix);
    }

    /// The rule of its own name, else the one that stands for the folder.
    Path rule() {
        var own = folder.resolve(prefix + "json");
        return !prefix.isEmpty() && Files.exists(own) ? own : folder.resolve(RULE);
    }

    Path events() {
        return folder.resolve(prefix + EVENTS);
    }

    /// What the rule should show.
    Path expected() {
        return folder.resolve(prefix + "expected.jsonl");
    }

    /// What the world answers, which most recordings do without.
    Path effects() {
        return folder.resolve(prefix + "effects.jsonl");
    }
}

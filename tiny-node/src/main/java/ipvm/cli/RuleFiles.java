package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.node.RuleOrder;
import ipvm.rule.Limits;
import ipvm.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The rules of a home as files, `rules/NAME.json`, as their owner wrote them.
record RuleFiles(Home home, Limits limits) {

    private static final String SUFFIX = ".json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// One file, and what is wrong with it if something is.
    record Entry(String name, Bytes text, Optional<Rule> rule, String fault) {}

    static RuleFiles of(Station station) throws Stop {
        return new RuleFiles(station.home(), RuleStance.limits(station.settings()));
    }

    private Path folder() {
        return home.folder().resolve("rules");
    }

    private Path file(String name) throws Stop {
        if (!NAME.matcher(name).matches()) {
            throw Stop.usage("'" + Shown.safe(name) + "' is no name of a rule");
        }
        return folder().resolve(name + SUFFIX);
    }

    boolean has(String name) throws Stop {
        return Files.exists(file(name));
    }

    Bytes text(String name) throws Stop, IOException {
        if (!has(name)) {
            throw Stop.notFound("no rule '" + name + "' here; 'ipvm rule list' lists them");
        }
        return read(file(name));
    }

    private Bytes read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Bytes.wrap(in.readNBytes(limits.documentBytesMax() + 1));
        }
    }

    void add(String name, Bytes text) throws Stop, IOException {
        if (has(name)) {
            throw Stop.usage(
                    "there is a rule '" + name + "' already; 'ipvm rule remove' takes it away");
        }
        home.write(file(name), text, Disk.SECRET);
    }

    boolean remove(String name) throws Stop, IOException {
        return Files.deleteIfExists(file(name));
    }

    List<Entry> all() throws IOException {
        var all = new ArrayList<Entry>();
        if (Files.isDirectory(folder())) {
            try (var files = Files.list(folder())) {
                for (var file : files.sorted().toList()) {
                    if (file.toString().endsWith(SUFFIX)) {
                        all.add(entry(file));
                    }
                }
            }
        }
        return all;
    }

    private Entry entry(Path file) throws IOException {
        var full = String.valueOf(file.getFileName());
        var name = full.substring(0, full.length() - SUFFIX.length());
        var text = read(file);
        try {
            var rule = Rule.read(text, limits, RuleStance.triggers());
            if (rule.name().equals(name)) {
                return new Entry(name, text, Optional.of(rule), "");
            }
            var why = "name: expected '" + name + "', as the file, found '" + rule.name() + "'";
            return new Entry(name, text, Optional.empty(), file + ": " + why);
        } catch (MalformedException e) {
            return new Entry(name, text, Optional.empty(), Shown.fault(file.toString(), e));
        }
    }

    /// Has the rules of these files stand, and those alone; a bad file is said, and its rule is
    /// left as it is. Done when a daemon starts, and when it is told that they have changed.
    static void stand(Station station) throws Stop, IOException {
        var texts = new TreeMap<String, Bytes>();
        Set<String> spared = new TreeSet<>();
        for (var entry : of(station).all()) {
            if (entry.rule().isPresent()) {
                texts.put(entry.name(), entry.text());
            } else {
                spared.add(entry.name());
                station.call().out().note(entry.fault());
            }
        }
        station.node().rule(new RuleOrder.Stand(texts, spared)).join();
    }
}

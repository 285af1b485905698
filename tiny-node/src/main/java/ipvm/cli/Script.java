package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.rule.Answers;
import ipvm.rule.Limits;
import ipvm.rule.Recording;
import ipvm.rule.Rule;
import ipvm.rule.Trigger;
import ipvm.task.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A rule with all that it is played and should show, as it was read.
///
/// @param modules the blocks of the modules that it names by their files
record Script(
        String name,
        Rule rule,
        Recording events,
        Recording expected,
        Answers answers,
        List<Block> modules) {

    private static final int BYTES_MAX = 64 << 20;

    Script {
        modules = List.copyOf(modules);
    }

    /// Reads them all before any is played: a file that is wrong is no failed test.
    static List<Script> all(String folder, List<RuleCase> cases, Limits limits)
            throws Stop, MalformedException, IOException {
        if (cases.isEmpty()) {
            throw Stop.notFound(
                    Shown.safe(folder)
                            + ": nothing to test: no events.jsonl, and no NAME.events.jsonl");
        }
        var scripts = new ArrayList<Script>();
        for (var each : cases) {
            scripts.add(of(each, limits));
        }
        return scripts;
    }

    private static Script of(RuleCase files, Limits limits)
            throws Stop, MalformedException, IOException {
        var modules = new ArrayList<Block>();
        var answers =
                Files.exists(files.effects()) ? read(files.effects(), Answers::read) : Answers.NONE;
        var rule = rule(files.rule(), modules, limits);
        return new Script(
                files.name().isEmpty() ? rule.name() : files.name(),
                rule,
                read(files.events(), Recording::events),
                read(files.expected(), Recording::outputs),
                answers,
                modules);
    }

    private static Rule rule(Path file, List<Block> modules, Limits limits)
            throws Stop, MalformedException, IOException {
        read(file, text -> rule(text, limits));
        var shelf = new RuleModules(file, in -> new UnixFsWriter(modules::add).file(in).cid());
        return rule(shelf.linked(bytes(file)), limits);
    }

    private static Rule rule(Bytes text, Limits limits) throws MalformedException {
        return Rule.read(text, limits, triggers());
    }

    /// What is read from the bytes of a file.
    @FunctionalInterface
    private interface Reader<T> {
        T read(Bytes text) throws MalformedException;
    }

    private static <T> T read(Path file, Reader<T> reader) throws Stop, IOException {
        try {
            return reader.read(bytes(file));
        } catch (MalformedException e) {
            throw Stop.usage(Shown.fault(file.toString(), e));
        }
    }

    private static Bytes bytes(Path file) throws Stop, IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw Stop.usage(file + ": longer than " + BYTES_MAX + " bytes");
            }
            return Bytes.wrap(bytes);
        }
    }

    /// What is recorded may come from devices that this machine has not: their readings are there.
    private static List<Trigger> triggers() {
        var triggers = new ArrayList<>(RuleStance.triggers());
        for (var name : List.of("inlet", "pin")) {
            if (triggers.stream().noneMatch(trigger -> trigger.name().equals(name))) {
                triggers.add(new Recorded(name));
            }
        }
        return triggers;
    }

    /// A trigger of which nothing is known but its name.
    private record Recorded(String name) implements Trigger {
        @Override
        public void check(Node on) throws MalformedException {
            on.field(name).text();
        }
    }
}

package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A world in a folder of its own: fixed time, seeded chance, captured streams, scripted answers.
final class Shell {

    static final long NOW = 1_800_000_000;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> answers = new ArrayList<>();
    private final RandomGenerator random;
    private Bytes input = Bytes.EMPTY;
    private long now = NOW;
    private boolean terminal;
    private List<Command> services = List.of();

    Shell(Path folder) {
        this(folder, 1);
    }

    /// Another seed makes other keys.
    Shell(Path folder, long seed) {
        this.folder = folder;
        this.random = Seeds.random(seed);
        environment.put("HOME", folder.toString());
    }

    Shell variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Shell input(Bytes bytes) {
        input = bytes;
        return this;
    }

    Shell at(long seconds) {
        now = seconds;
        return this;
    }

    Shell onTerminal(String... typed) {
        terminal = true;
        answers.addAll(Arrays.asList(typed));
        return this;
    }

    Shell with(Command... more) {
        services = List.of(more);
        return this;
    }

    Path home() {
        return folder.resolve(".ipvm");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// What a line did.
    record Ran(Exit exit, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }

        /// The one JSON line of the result.
        Ipld.Map json() throws MalformedException {
            var lines = lines();
            if (lines.size() != 1) {
                throw new AssertionError("not one line: " + out + err);
            }
            return json(lines.getFirst());
        }

        List<Ipld.Map> jsonLines() throws MalformedException {
            var maps = new ArrayList<Ipld.Map>();
            for (var line : lines()) {
                maps.add(json(line));
            }
            return maps;
        }

        private static Ipld.Map json(String line) throws MalformedException {
            return (Ipld.Map) DagJson.decode(Bytes.utf8(line));
        }

        Ran ok() {
            if (exit != Exit.OK) {
                throw new AssertionError(exit + ": " + err + out);
            }
            return this;
        }
    }

    Ran run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var exit = new Frame(new Catalogue(services), world(out, err)).run(List.of(words));
        input = Bytes.EMPTY;
        return new Ran(exit, text(out), text(err));
    }

    /// A call as a command gets it, for what is tested without one.
    Call call() {
        var world = world(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        var none = new Arguments(Map.of());
        return new Call(none, world, new Output(world, none));
    }

    private World world(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        var streams = new World.Streams(input.stream(), printer(out), printer(err));
        var clock = InstantSource.fixed(Instant.ofEpochSecond(now));
        return new World(
                streams,
                new Typist(),
                new World.Host(
                        environment, folder, clock, this::chance, folder.resolve("machine")));
    }

    private Bytes chance(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private final class Typist implements World.Terminal {

        @Override
        public boolean shows() {
            return terminal;
        }

        @Override
        public boolean follows() {
            return terminal;
        }

        @Override
        public int columns() {
            return 80;
        }

        @Override
        public Optional<char[]> secret(String question) {
            return word(question).map(String::toCharArray);
        }

        @Override
        public Optional<String> word(String question) {
            return answers.isEmpty() ? Optional.empty() : Optional.of(answers.removeFirst());
        }
    }
}

package ipvm.cli;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Where passphrases come from: a file, the variable `IPVM_PASSPHRASE`, or the person in front.
final class Passphrase {

    private static final String FILE = "--passphrase-file";
    private static final String VARIABLE = "IPVM_PASSPHRASE";
    private static final int BYTES_MAX = 4_096;

    private final World world;
    private final Optional<String> given;

    private Passphrase(World world, Optional<String> given) {
        this.world = world;
        this.given = given;
    }

    /// The option of every command that may need one.
    static Syntax option(Syntax syntax) {
        return syntax.option(
                FILE, "FILE", "the passphrase is this file's first line; else " + VARIABLE);
    }

    static Passphrase of(Call call) throws Stop, IOException {
        var file = call.arguments().find(FILE);
        var world = call.world();
        return file.isPresent()
                ? new Passphrase(world, Optional.of(firstLine(Input.of(file.get(), world))))
                : new Passphrase(world, world.host().variable(VARIABLE));
    }

    private static String firstLine(Input input) throws Stop, IOException {
        Bytes bytes = input.bytes(BYTES_MAX);
        var text = new String(bytes.toArray(), StandardCharsets.UTF_8);
        var line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw Stop.usage(input.name() + ": its first line is empty");
        }
        return line;
    }

    /// The passphrase of something that is locked, if anybody knows it.
    Optional<char[]> known(String what) {
        return given.map(String::toCharArray)
                .or(() -> world.terminal().secret("passphrase of " + what));
    }

    /// A passphrase for something that will be locked; a person types it twice.
    char[] chosen(String what) throws Stop {
        if (given.isPresent()) {
            return given.get().toCharArray();
        }
        var first = asked("new passphrase for " + what);
        var second = asked("the same again");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same || first.length == 0) {
            Arrays.fill(first, '\0');
            throw Stop.usage(
                    same ? "an empty passphrase locks nothing" : "the two passphrases differ");
        }
        return first;
    }

    private char[] asked(String question) throws Stop {
        return world.terminal().secret(question).orElseThrow(Passphrase::missing);
    }

    /// What to do where nobody sits at a terminal.
    static Stop missing() {
        return Stop.usage(
                "needs a passphrase: " + FILE + " FILE, or " + VARIABLE + ", or a terminal");
    }
}

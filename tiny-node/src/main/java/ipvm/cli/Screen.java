package ipvm.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The terminal of a real process, if it has one.
///
/// The launcher says whether standard output is one (`ipvm.tty`) and standard error
/// (`ipvm.tty.err`), because what Java answers changed with release 22.
final class Screen implements World.Terminal {

    private static final int COLUMNS = 80;
    private static final int COLUMNS_MIN = 40;
    private static final int COLUMNS_MAX = 120;

    @Override
    public boolean shows() {
        return Boolean.getBoolean("ipvm.tty");
    }

    @Override
    public boolean follows() {
        return Boolean.getBoolean("ipvm.tty.err");
    }

    @Override
    public int columns() {
        int columns = Integer.getInteger("ipvm.columns", COLUMNS);
        return Math.clamp(columns, COLUMNS_MIN, COLUMNS_MAX);
    }

    @Override
    public Optional<char[]> secret(String question) {
        var console = console();
        return console == null
                ? Optional.empty()
                : Optional.ofNullable(console.readPassword("%s: ", question));
    }

    @Override
    public Optional<String> word(String question) {
        var console = console();
        var answer = console == null ? null : console.readLine("%s: ", question);
        return Optional.ofNullable(answer).map(String::strip);
    }

    /// None where nobody sits; [Device] asks for the console of java.base, as others answer always.
    private static @Nullable Console console() {
        return System.console();
    }
}

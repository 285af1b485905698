package ipvm.cli;

import java.util.Arrays;
import java.util.List;

/// Where the program starts.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        var words = List.of(args);
        boolean verbose = words.contains(Globals.VERBOSE) || words.contains("-v");
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> end(bug, verbose));
        var world = Device.world();
        if (isVersionOnly(words)) {
            world.streams().out().println(Version.line());
            world.streams().out().flush();
            return;
        }
        leave(run(words, world));
    }

    /// Runs one line in a given world; an exception that leaves it is a bug.
    static Exit run(List<String> words, World world) {
        return new Frame(Catalogue.installed(), world).run(words);
    }

    /// Everything is written and nothing waits for the end; `System.exit` would first start Java's
    /// logging to say that it is called, which takes longer than many a command.
    private static void leave(Exit exit) {
        Runtime.getRuntime().halt(exit.code());
    }

    /// The commonest question of scripts needs no parser.
    private static boolean isVersionOnly(List<String> words) {
        return words.size() == 1 && Parser.longName(words.getFirst()).equals(Globals.VERSION);
    }

    /// An exception nobody foresaw: one line, the trace for those who asked, and an exit of its
    /// own.
    private static void end(Throwable bug, boolean verbose) {
        System.err.println(
                "ipvm: a bug in ipvm "
                        + Version.number()
                        + ": "
                        + bug
                        + (verbose ? "" : " (--verbose shows where)"));
        if (verbose) {
            Arrays.stream(bug.getStackTrace()).forEach(frame -> System.err.println("    " + frame));
        }
        Runtime.getRuntime().halt(Exit.BUG.code());
    }
}

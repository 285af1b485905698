package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a daemon says as it goes on: a line for each event, for people or as JSON.
///
/// A line tells what happened and never with what: arguments, values and keys do not belong here.
final class Log {

    private static final int CHARS_MAX = 1_000;

    /// From what must be seen to what only helps to find a fault.
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PrintStream err;
    private final InstantSource clock;
    private final boolean isJson;
    private volatile Level most;

    Log(World world, Settings settings) throws Stop {
        this.err = world.streams().err();
        this.clock = world.host().clock();
        this.isJson = settings.word("log.format", List.of("text", "json")).equals("json");
        this.most = level(settings);
    }

    static Level level(Settings settings) throws Stop {
        var words = Arrays.stream(Level.values()).map(Level::word).toList();
        return Level.values()[words.indexOf(settings.word("log.level", words))];
    }

    /// From now on, this much is said.
    void say(Level level) {
        most = level;
    }

    void line(Level level, String text) {
        if (level.compareTo(most) <= 0) {
            var line = Shown.safe(text.strip());
            err.println(form(level, line.substring(0, Math.min(line.length(), CHARS_MAX))));
        }
    }

    private String form(Level level, String line) {
        if (!isJson) {
            return clock.instant() + " " + level.word() + " " + line;
        }
        try {
            return DagJson.text(
                    Ipld.map(
                            "at", Ipld.of(clock.millis()),
                            "level", Ipld.of(level.word()),
                            "text", Ipld.of(line)));
        } catch (MalformedException e) {
            throw new IllegalStateException("a text that is none", e);
        }
    }
}

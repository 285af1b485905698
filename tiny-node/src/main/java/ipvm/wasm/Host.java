package ipvm.wasm;

import ipvm.data.Bytes;
import java.util.Optional;

/// What stands behind the imports of a module: a log always, a clock and chance only when granted.
///
/// A run that uses neither of the two is the same everywhere.
///
/// @param log where output goes
/// @param clock the time, where it is granted
/// @param chance random bytes, where they are granted
public record Host(Log log, Optional<Clock> clock, Optional<Chance> chance) {

    /// A host that grants nothing and keeps no output.
    public static final Host SILENT =
            new Host((level, context, message) -> {}, Optional.empty(), Optional.empty());

    /// Takes what a module writes: by `wasi:logging`, to its standard output, or by `print`.
    @FunctionalInterface
    public interface Log {
        void write(String level, String context, String message);
    }

    /// Tells the time, in nanoseconds since 1970.
    @FunctionalInterface
    public interface Clock {
        long nowNanos();
    }

    /// Draws random bytes.
    @FunctionalInterface
    public interface Chance {
        Bytes draw(int size);
    }

    public static Host logging(Log log) {
        return new Host(log, Optional.empty(), Optional.empty());
    }

    public Host withClock(Clock granted) {
        return new Host(log, Optional.of(granted), chance);
    }

    public Host withChance(Chance granted) {
        return new Host(log, clock, Optional.of(granted));
    }
}

package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.nio.file.Path;
import java.util.Optional;

/// What a provider is given instead of reaching for it, so that each of them also runs in a
/// simulated world.
///
/// @param fileRoot the only folder that files are read from and written to
/// @param privateAddresses whether addresses may be asked that are not of the public internet
public record Surroundings(
        Clock clock,
        Chance chance,
        LogSink log,
        Tasks tasks,
        Settings settings,
        Optional<Path> fileRoot,
        boolean privateAddresses,
        Limits limits) {

    /// The same with somebody else who takes workflows on.
    public Surroundings with(Tasks others) {
        return new Surroundings(
                clock, chance, log, others, settings, fileRoot, privateAddresses, limits);
    }

    /// What time it is.
    @FunctionalInterface
    public interface Clock {
        long nowMillis();
    }

    /// Bytes that nobody can foretell.
    @FunctionalInterface
    public interface Chance {
        Bytes next(int count);
    }

    /// Where a task's own lines go; they are safe to print.
    @FunctionalInterface
    public interface LogSink {
        void write(Ask ask, String line);
    }

    /// The node's configuration, for providers that come with other modules.
    @FunctionalInterface
    public interface Settings {
        Optional<String> find(String key);
    }

    /// The node itself as a part of the world: takes a workflow on, once for each intent.
    public interface Tasks {

        /// Where there is no node.
        Tasks NOBODY =
                new Tasks() {
                    @Override
                    public Answer enqueue(Ask ask, Ipld workflow) {
                        return new Answer.NotFired("nobody takes workflows on here");
                    }

                    @Override
                    public Settlement enqueued(Ask ask) {
                        return new Settlement.NotFired("nobody takes workflows on here");
                    }
                };

        /// Accepts a workflow, given inline or by link; the value is a link to it.
        Answer enqueue(Ask ask, Ipld workflow);

        /// Whether the workflow of an intent was accepted.
        Settlement enqueued(Ask ask);
    }
}

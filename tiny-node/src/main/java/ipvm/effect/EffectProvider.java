package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.ucan.Command;
import java.util.List;

/// Carries out some effects; found by `ServiceLoader`, so that a jar adds effects by being there.
///
/// One instance serves all threads. What goes wrong is an [Answer] and never an exception, because
/// only the provider knows whether a command had reached the world by then.
public interface EffectProvider extends AutoCloseable {

    /// What it can do; the same list each time.
    List<Effect> effects();

    /// The arguments as a grant's policy is to see them, before anything is allowed: aliases
    /// resolved, so that no spelling walks round a policy. What makes no sense stays as it is.
    default Ipld.Map plain(Command command, Ipld.Map args) {
        return args;
    }

    /// Does what is asked for, once, by the deadline. A query is never answered with
    /// [Answer.NotFired] or [Answer.Unknown]. Interrupted, a command is to be settled.
    Answer perform(Ask ask, Surroundings around) throws InterruptedException;

    /// Finds out whether a command was fired before a crash; it fires nothing. What cannot be known
    /// stays unknown until a person settles it.
    default Settlement settle(Ask ask, Surroundings around) {
        return new Settlement.Unknown(ask.command() + " leaves no trace that could be looked up");
    }

    /// Lets go of what it holds: connections, lines. Nothing is asked of it afterwards.
    @Override
    default void close() {}
}

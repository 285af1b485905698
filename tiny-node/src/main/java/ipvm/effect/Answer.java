package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;

/// How asking the world ended, as far as a provider can vouch for it.
public sealed interface Answer {

    /// It is done, and this came of it.
    ///
    /// @param evidence what the world said of it, for the receipt; empty where it said nothing
    record Done(Ipld value, Ipld.Map evidence) implements Answer {}

    /// It ended in an error, for good: a command is not fired again for this intent.
    record Failed(String name, String message, Ipld.Map evidence) implements Answer {}

    /// A command did not reach the world, certainly; it may be tried again without harm.
    record NotFired(String why) implements Answer {}

    /// A command may have reached the world or not. Nobody fires it again by himself.
    ///
    /// @param evidence what is known nevertheless, for whoever has to find out
    record Unknown(String why, Ipld.Map evidence) implements Answer {}

    static Answer done(Ipld value) {
        return new Done(value, Ipld.map());
    }

    static Answer failed(String name, String message) {
        return new Failed(name, message, Ipld.map());
    }

    /// Arguments that make no sense: which one, what was expected and what was found.
    static Answer badArgument(MalformedException fault) {
        return failed("BadArgument", fault.getMessage());
    }
}

package ipvm.effect;

import ipvm.ucan.Command;

/// One thing that may be asked of the world: its command is also the capability that it needs.
///
/// @param answerBytesMax bytes of the value of an answer, as DAG-CBOR
/// @param timeMillisMax how long it may take; whoever waits longer interrupts it
/// @param ratePerSecondMax how often it may be asked for; 0 is as often as there is somebody to ask
public record Effect(
        Command command, Kind kind, int answerBytesMax, int timeMillisMax, int ratePerSecondMax) {

    /// Whether asking twice does more than asking once.
    public enum Kind {
        /// Only looks: may be retried and raced.
        QUERY,
        /// Changes the world: fired at most once for each intent.
        COMMAND
    }

    public Effect {
        if (answerBytesMax < 1 || timeMillisMax < 1 || ratePerSecondMax < 0) {
            throw new IllegalArgumentException(command + " has a limit below its least");
        }
    }

    /// A query as often as one likes.
    public static Effect query(String command, int answerBytesMax, int timeMillisMax) {
        return new Effect(new Command(command), Kind.QUERY, answerBytesMax, timeMillisMax, 0);
    }

    /// A command as often as one likes.
    public static Effect command(String command, int answerBytesMax, int timeMillisMax) {
        return new Effect(new Command(command), Kind.COMMAND, answerBytesMax, timeMillisMax, 0);
    }

    /// The same effect, at most so many times a second.
    public Effect withRatePerSecondMax(int rate) {
        return new Effect(command, kind, answerBytesMax, timeMillisMax, rate);
    }
}

package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.ucan.Command;

/// One task for a provider, after it was allowed and, if it is a command, its intent was kept.
///
/// @param intent names this one firing everywhere: the key by which a repetition is known
/// @param deadlineMillis the time of [Surroundings#clock] by which it has to be over
/// @param allowed what the grant says of the arguments, for what is only found out on the way
public record Ask(
        Cid intent,
        Did subject,
        Command command,
        Ipld.Map args,
        Bytes nonce,
        long deadlineMillis,
        Scope allowed) {

    /// How long it may take from now on, if it may take `timeMillisMax` at most; 0 if it is over.
    public long millisLeft(long nowMillis, long timeMillisMax) {
        return Math.max(0, Math.min(deadlineMillis - nowMillis, timeMillisMax));
    }
}

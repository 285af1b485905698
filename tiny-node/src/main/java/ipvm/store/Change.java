package ipvm.store;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.util.Optional;

/// One thing to be written. Changes that belong together are committed together, or not at all.
public sealed interface Change {

    /// A block is kept, as long as there is room for it or because somebody wants it.
    record Put(Block block, boolean isPinned) implements Change {}

    /// A block is wanted, or no longer.
    record Pin(Cid block, boolean isPinned) implements Change {}

    /// A block goes.
    record Drop(Cid block) implements Change {}

    /// A receipt is kept and found under its names.
    record File(Filed filed) implements Change {}

    /// A receipt goes, with everything it was found under.
    record Unfile(Cid receipt) implements Change {}

    /// A receipt is kept beyond its time, or no longer.
    record Retain(Cid receipt, boolean isKept) implements Change {}

    /// Work is accepted.
    record Accept(Entry entry) implements Change {}

    /// Accepted work is over.
    record Done(Cid name) implements Change {}

    /// A command is about to be fired, or what became of it.
    record Intend(Intent intent) implements Change {}

    /// An account stands at so much used since a time.
    record Charge(Cid account, long sinceMillis, long used) implements Change {}

    /// An invocation was seen and counts once until a time.
    record See(Cid invocation, long untilSeconds) implements Change {}

    /// Invocations that ended before a time may be forgotten.
    record Unsee(long beforeSeconds) implements Change {}

    /// A small value of some purpose, or none any more.
    record Set(Purpose purpose, String key, Optional<Bytes> value) implements Change {}

    /// What small values are for.
    enum Purpose {
        RULE,
        PEER,
        OUTBOX,
        SESSION,
        CHUNK,
        CLOCK,
        TOTAL,
        PUBLIC,
        KEPT,
        READING
    }
}

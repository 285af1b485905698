package ipvm.link;

import ipvm.data.Bytes;
import ipvm.key.CipherKey;
import ipvm.key.Did;
import java.util.Optional;

/// What two neighbours agreed on: a number, a key for each direction, and what was counted since.
///
/// It belongs to no link and to no address: frames of one session may come from anywhere.
final class Session {

    final long sid;
    final Did peer;
    private final CipherKey mine;
    private final CipherKey theirs;
    private final Window window = new Window();
    private final long bornMillis;
    private long sent;
    private boolean isConfirmed;

    Session(long sid, Did peer, CipherKey mine, CipherKey theirs, long bornMillis) {
        this.sid = sid;
        this.peer = peer;
        this.mine = mine;
        this.theirs = theirs;
        this.bornMillis = bornMillis;
    }

    Frame.Sealed seal(Bytes inner) {
        long number = sent++;
        return new Frame.Sealed(
                sid, number, mine.seal(number, Frame.Sealed.head(sid, number), inner));
    }

    /// What is inside, unless it was sealed by others or taken before.
    Optional<Bytes> open(Frame.Sealed frame) {
        if (!window.isNew(frame.number())) {
            return Optional.empty();
        }
        var head = Frame.Sealed.head(sid, frame.number());
        var inner = theirs.open(frame.number(), head, frame.box());
        inner.ifPresent(genuine -> {
            window.add(frame.number());
            isConfirmed = true;
        });
        return inner;
    }

    /// The other side has the keys: it has said the last word of the handshake.
    Session confirmed() {
        isConfirmed = true;
        return this;
    }

    /// Whether the other side surely has the keys.
    boolean isConfirmed() {
        return isConfirmed;
    }

    /// Whether it is time for new keys.
    boolean isWorn(Limits limits, long nowMillis) {
        return sent >= limits.sessionFramesMax()
                || nowMillis - bornMillis >= limits.sessionMillisMax();
    }
}

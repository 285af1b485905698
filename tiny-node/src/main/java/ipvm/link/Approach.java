package ipvm.link;

import ipvm.data.Bytes;
import org.jspecify.annotations.Nullable;

/// A handshake that is under way, with the last message of this side, which may have to be said
/// again.
final class Approach {

    private static final long FIRST_MILLIS = 500;
    private static final int TRIES_MAX = 6;
    private static final long PATIENCE_MILLIS = 30_000;

    final long sid;
    final Place place;
    final Noise noise;
    final boolean isOurs;
    private final long bornMillis;
    private Bytes frame = Bytes.EMPTY;
    private int tries;
    private long dueMillis = Long.MAX_VALUE;

    /// What came of it, while the other side has not used it yet.
    @Nullable Session session;

    Approach(long sid, Place place, Noise noise, boolean isOurs, long bornMillis) {
        this.sid = sid;
        this.place = place;
        this.noise = noise;
        this.isOurs = isOurs;
        this.bornMillis = bornMillis;
    }

    /// Says something new; whoever began sees to it that it arrives.
    Act.Send say(Bytes message, long nowMillis) {
        frame = new Frame.Handshake(sid, message).encode();
        tries = 0;
        return again(nowMillis);
    }

    Act.Send again(long nowMillis) {
        dueMillis = isOurs ? nowMillis + (FIRST_MILLIS << tries) : Long.MAX_VALUE;
        tries++;
        return new Act.Send(place, frame);
    }

    boolean isDue(long nowMillis) {
        return nowMillis >= dueMillis;
    }

    boolean isOver(long nowMillis) {
        return (session != null && (!isOurs || session.isConfirmed()))
                || tries > TRIES_MAX
                || nowMillis - bornMillis >= PATIENCE_MILLIS;
    }

    long wakeMillis() {
        return Math.min(dueMillis, bornMillis + PATIENCE_MILLIS);
    }
}

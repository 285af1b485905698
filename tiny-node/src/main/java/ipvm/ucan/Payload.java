package ipvm.ucan;

import ipvm.data.Ipld;
import java.util.OptionalLong;

/// How both kinds of token write the fields they share.
final class Payload {

    private Payload() {}

    static Ipld secondsOrNull(OptionalLong seconds) {
        return seconds.isPresent() ? seconds(seconds.getAsLong()) : Ipld.ofNull();
    }

    static Ipld.Map withSeconds(Ipld.Map payload, String name, OptionalLong seconds) {
        return seconds.isPresent() ? payload.with(name, seconds(seconds.getAsLong())) : payload;
    }

    /// Nobody could read a token with other seconds.
    private static Ipld seconds(long seconds) {
        if (seconds < 0 || seconds > Window.SECONDS_MAX) {
            throw new IllegalArgumentException(seconds + " s are no time of a token");
        }
        return Ipld.of(seconds);
    }

    /// An empty map and none at all mean the same; the shorter one is written.
    static Ipld.Map withMeta(Ipld.Map payload, Ipld.Map meta) {
        return meta.entries().isEmpty() ? payload : payload.with("meta", meta);
    }
}

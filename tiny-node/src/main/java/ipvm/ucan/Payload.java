package ipvm.ucan;

import ipvm.data.Ipld;
import java.util.OptionalLong;

/// How both kinds of token write the fields they share.
final class Payload {

    private Payload() {}

    static Ipld secondsOrNull(OptionalLong seconds) {
        return seconds.isPresent() ? Ipld.of(seconds.getAsLong()) : Ipld.ofNull();
    }

    static Ipld.Map withSeconds(Ipld.Map payload, String name, OptionalLong seconds) {
        return seconds.isPresent() ? payload.with(name, Ipld.of(seconds.getAsLong())) : payload;
    }

    /// An empty map and none at all mean the same; the shorter one is written.
    static Ipld.Map withMeta(Ipld.Map payload, Ipld.Map meta) {
        return meta.entries().isEmpty() ? payload : payload.with("meta", meta);
    }
}

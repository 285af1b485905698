package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Policy;

/// Asks as tests need them: for somebody, with a minute's time.
final class Asks {

    static final Did SOMEBODY = new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    static final long FOREVER = Long.MAX_VALUE;

    private Asks() {}

    static Ask of(String command, Object... keysAndValues) {
        return named("an intent", command, keysAndValues);
    }

    static Ask named(String intent, String command, Object... keysAndValues) {
        return new Ask(
                Cid.of(Codec.RAW, Bytes.utf8(intent)),
                SOMEBODY,
                new Command(command),
                Ipld.map(keysAndValues),
                Bytes.EMPTY,
                FOREVER,
                Scope.ANYTHING);
    }

    static Ask within(Policy policy, Ask ask) {
        return new Ask(
                ask.intent(),
                ask.subject(),
                ask.command(),
                ask.args(),
                ask.nonce(),
                ask.deadlineMillis(),
                new Scope(policy));
    }

    static Ask until(long deadlineMillis, Ask ask) {
        return new Ask(
                ask.intent(),
                ask.subject(),
                ask.command(),
                ask.args(),
                ask.nonce(),
                deadlineMillis,
                ask.allowed());
    }
}

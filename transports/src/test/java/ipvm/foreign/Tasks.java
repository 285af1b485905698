package ipvm.foreign;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Ask;
import ipvm.effect.Limits;
import ipvm.effect.Scope;
import ipvm.effect.Surroundings;
import ipvm.key.Did;
import ipvm.ucan.Command;
import java.util.Map;
import java.util.Optional;

/// Effects as a task asks for them.
public final class Tasks {

    private static final Did SOMEBODY =
            new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

    private Tasks() {}

    /// A task with so much time.
    public static Ask ask(long millis, String command, Object... keysAndValues) {
        return new Ask(
                Cid.of(Codec.RAW, Bytes.utf8("an intent")),
                SOMEBODY,
                new Command(command),
                Ipld.map(keysAndValues),
                Bytes.EMPTY,
                millis,
                Scope.ANYTHING);
    }

    /// A world whose time stands still, with these settings.
    public static Surroundings around(Map<String, String> settings) {
        return new Surroundings(
                () -> 0,
                count -> Bytes.wrap(new byte[count]),
                (ask, line) -> {},
                Surroundings.Tasks.NOBODY,
                key -> Optional.ofNullable(settings.get(key)),
                Optional.empty(),
                true,
                Limits.DEFAULT);
    }
}

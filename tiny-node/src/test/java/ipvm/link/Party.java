package ipvm.link;

import ipvm.data.Bytes;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Somebody with sessions, who notes what comes of them.
final class Party {

    final Place place;
    final Did did;
    final Sessions sessions;
    final List<Act> noted = new ArrayList<>();

    Party(int number, RandomGenerator random) {
        this(number, random, Limits.DEFAULT);
    }

    Party(int number, RandomGenerator random, Limits limits) {
        this("place" + number, number, random, limits);
    }

    Party(String place, int key, RandomGenerator random, Limits limits) {
        this.place = new Place("sim", place);
        var seed = new byte[32];
        seed[5] = (byte) key;
        var signer = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
        this.did = signer.did();
        var agreement = PrivateKey.generate(KeyKind.X25519, chance(random));
        var self =
                new Sessions.Self(
                        signer,
                        agreement,
                        () -> chance(random),
                        () -> 1_800_000_000,
                        List.of("sim"));
        this.sessions = new Sessions(self, limits);
    }

    private static Bytes chance(RandomGenerator random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    List<Bytes> heardFrom(Did peer) {
        return noted.stream()
                .filter(act -> act instanceof Act.Said said && said.peer().equals(peer))
                .map(act -> ((Act.Said) act).inner())
                .filter(inner -> !inner.isEmpty())
                .toList();
    }

    <T extends Act> List<T> all(Class<T> kind) {
        return noted.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

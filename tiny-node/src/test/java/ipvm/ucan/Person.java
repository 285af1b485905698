package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Somebody whose secret both sides know, so that either can sign for them.
record Person(KeyKind kind, Bytes secret, PrivateKey key) {

    static final List<KeyKind> KINDS = List.of(KeyKind.ED25519, KeyKind.P256, KeyKind.SECP256K1);

    private static final int SECRET_BYTES = 32;

    static Person random(RandomGenerator random) throws MalformedException {
        return random(KINDS.get(random.nextInt(KINDS.size())), random);
    }

    static Person random(KeyKind kind, RandomGenerator random) throws MalformedException {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var known = Bytes.wrap(secret);
        return new Person(kind, known, PrivateKey.of(kind, known));
    }

    Did did() {
        return key.did();
    }

    /// The key as a peer's program takes it.
    Map<String, Object> json() {
        return Map.of("kind", kind.name(), "secret", secret.toArray());
    }
}

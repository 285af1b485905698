package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Who acts in these tests, and what they say: Alice owns what everything is about.
final class Cast {

    static final PrivateKey ALICE = key(KeyKind.ED25519, 1);
    static final PrivateKey BOB = key(KeyKind.ED25519, 2);
    static final PrivateKey CAROL = key(KeyKind.ED25519, 3);
    static final PrivateKey DAN = key(KeyKind.ED25519, 4);
    static final PrivateKey MALLORY = key(KeyKind.ED25519, 5);

    static final long NOW = 1_800_000_000;
    static final Bytes NONCE = Bytes.of(1, 2, 3, 4);
    static final Command RUN = new Command("/wasm/run");

    private Cast() {}

    static PrivateKey key(KeyKind kind, int value) {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return PrivateKey.generate(kind, Bytes.wrap(seed));
    }

    /// Everything of Alice's under a command.
    static Terms terms(PrivateKey to, Command command) {
        return Terms.of(to.did(), ALICE.did(), command, NONCE);
    }

    static Delegation letting(PrivateKey from, PrivateKey to) {
        return Delegation.sign(from, terms(to, Command.ALL));
    }

    static Delegation letting(PrivateKey from, PrivateKey to, String command) {
        return Delegation.sign(from, terms(to, new Command(command)));
    }

    /// Alice lets Bob, Bob lets Carol, Carol lets Dan: everything.
    static List<Delegation> aliceToDan() {
        return List.of(letting(ALICE, BOB), letting(BOB, CAROL), letting(CAROL, DAN));
    }

    /// What Dan may do by that row, or by one that says the same.
    static Grant everythingForDan(List<Delegation> chain) {
        return new Grant(
                ALICE.did(),
                DAN.did(),
                Command.ALL,
                Policy.ANYTHING,
                Window.ALWAYS,
                List.of(),
                chain);
    }

    static Request request(List<Delegation> proofs) {
        return Request.of(ALICE.did(), RUN, Ipld.map(), NONCE)
                .provenBy(proofs.stream().map(Delegation::cid).toList());
    }

    static Invocation asking(PrivateKey by, Delegation... proofs) {
        return Invocation.sign(by, request(List.of(proofs)));
    }

    static Invocation asking(PrivateKey by, List<Delegation> proofs) {
        return Invocation.sign(by, request(proofs));
    }

    static Verdict judged(Invocation invocation, Delegation... proofs) {
        return judged(invocation, List.of(proofs));
    }

    static Verdict judged(Invocation invocation, List<Delegation> proofs) {
        return new Judge(Revocations.NONE).judge(invocation, Proofs.of(proofs), NOW);
    }

    static Policy policy(Ipld... statements) throws MalformedException {
        return Policy.decode(Ipld.list(statements));
    }

    /// A statement or any other list, from text, numbers and values.
    static Ipld list(Object... parts) {
        return Ipld.list(Stream.of(parts).map(Cast::ipld).toArray(Ipld[]::new));
    }

    static Ipld ipld(Object value) {
        return switch (value) {
            case String text -> Ipld.of(text);
            case Integer number -> Ipld.of(number.longValue());
            case Long number -> Ipld.of(number);
            case Double number -> Ipld.of(number);
            case Boolean truth -> Ipld.of(truth);
            case Bytes bytes -> Ipld.of(bytes);
            case Did did -> Ipld.of(did.text());
            case Ipld ready -> ready;
            default -> throw new IllegalArgumentException("no IPLD: " + value);
        };
    }
}

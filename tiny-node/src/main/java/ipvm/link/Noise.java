package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.Cursor;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.key.CipherKey;
import ipvm.key.Hkdf;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.PublicKey;
import org.jspecify.annotations.Nullable;

/// A handshake of the Noise framework, pattern XX: two that know nothing of each other agree on
/// keys, and each shows the other a key of its own that nobody else sees.
///
/// `Noise_XX_25519_ChaChaPoly_SHA256`: -> e; <- e, ee, s, es; -> s, se. Three messages, taken in
/// turns with [#write] and [#read]; a message that does not fit ends it for good.
final class Noise {

    private static final Bytes NAME = Bytes.utf8("Noise_XX_25519_ChaChaPoly_SHA256");
    private static final int KEY_BYTES = 32;
    private static final int SEALED_KEY_BYTES = KEY_BYTES + CipherKey.OVERHEAD_BYTES;
    private static final int MESSAGES = 3;

    private final boolean isFirst;
    private final PrivateKey statics;
    private final PrivateKey once;
    private Bytes chain = NAME;
    private Bytes hash = NAME;
    private @Nullable CipherKey key;
    private long number;
    private int turn;
    private @Nullable PublicKey theirOnce;
    private @Nullable PublicKey theirs;

    /// @param statics the key that is shown to the other side
    /// @param once made for this handshake alone
    private Noise(boolean isFirst, PrivateKey statics, PrivateKey once) {
        this.isFirst = isFirst;
        this.statics = statics;
        this.once = once;
    }

    /// The side that speaks first.
    static Noise first(PrivateKey statics, PrivateKey once, Bytes prologue) {
        var noise = new Noise(true, statics, once);
        noise.mixHash(prologue);
        return noise;
    }

    /// The side that answers.
    static Noise second(PrivateKey statics, PrivateKey once, Bytes prologue) {
        var noise = new Noise(false, statics, once);
        noise.mixHash(prologue);
        return noise;
    }

    /// The next message, with something for the other side; in the first, anybody can read it.
    Bytes write(Bytes payload) {
        expectTurn(isFirst);
        var head =
                switch (turn++) {
                    case 0 -> writeOnce();
                    case 1 -> {
                        var mine = writeOnce();
                        mixKey(once.agree(known(theirOnce)));
                        var shown = seal(statics.publicKey().raw());
                        mixKey(statics.agree(known(theirOnce)));
                        yield Bytes.concat(mine, shown);
                    }
                    default -> {
                        var shown = seal(statics.publicKey().raw());
                        mixKey(statics.agree(known(theirOnce)));
                        yield shown;
                    }
                };
        return Bytes.concat(head, seal(payload));
    }

    /// What the other side wrote for this one.
    Bytes read(Bytes message) throws MalformedException {
        expectTurn(!isFirst);
        var in = new Cursor(message);
        switch (turn++) {
            case 0 -> readOnce(in);
            case 1 -> {
                readOnce(in);
                mixKey(once.agree(known(theirOnce)));
                theirs = readKey(in);
                mixKey(once.agree(known(theirs)));
            }
            default -> {
                theirs = readKey(in);
                mixKey(once.agree(known(theirs)));
            }
        }
        return open(in.rest());
    }

    boolean isOver() {
        return turn == MESSAGES;
    }

    /// The key that the other side has shown.
    PublicKey theirs() {
        return known(theirs);
    }

    /// The two keys that come out of it: of whoever spoke first, and of the other.
    CipherKey[] split() {
        if (!isOver()) {
            throw new IllegalStateException("a handshake after " + turn + " messages");
        }
        var both = Hkdf.derive(Bytes.EMPTY, chain, Bytes.EMPTY, 2 * KEY_BYTES);
        return new CipherKey[] {
            new CipherKey(both.slice(0, KEY_BYTES)), new CipherKey(both.from(KEY_BYTES))
        };
    }

    /// What both sides have seen, in one hash.
    Bytes hash() {
        return hash;
    }

    private void expectTurn(boolean even) {
        if (isOver() || (turn % 2 == 0) != even) {
            throw new IllegalStateException("message " + turn + " is the other side's");
        }
    }

    private Bytes writeOnce() {
        var mine = once.publicKey().raw();
        mixHash(mine);
        return mine;
    }

    private void readOnce(Cursor in) throws MalformedException {
        var raw = in.take(KEY_BYTES, "key of a handshake");
        theirOnce = PublicKey.of(KeyKind.X25519, raw);
        mixHash(raw);
    }

    private PublicKey readKey(Cursor in) throws MalformedException {
        return PublicKey.of(
                KeyKind.X25519, open(in.take(SEALED_KEY_BYTES, "sealed key of a handshake")));
    }

    private Bytes seal(Bytes plaintext) {
        var box = key == null ? plaintext : key.seal(number++, hash, plaintext);
        mixHash(box);
        return box;
    }

    private Bytes open(Bytes box) throws MalformedException {
        var plaintext = box;
        if (key != null) {
            plaintext =
                    key.open(number++, hash, box)
                            .orElseThrow(() ->
                                    new MalformedException(
                                            "handshake message " + turn, "one that was changed"));
        }
        mixHash(box);
        return plaintext;
    }

    private void mixHash(Bytes data) {
        hash = Multihash.of(HashFunction.SHA2_256, Bytes.concat(hash, data)).digest();
    }

    private void mixKey(Bytes secret) {
        var both = Hkdf.derive(secret, chain, Bytes.EMPTY, 2 * KEY_BYTES);
        chain = both.slice(0, KEY_BYTES);
        key = new CipherKey(both.from(KEY_BYTES));
        number = 0;
    }

    private static PublicKey known(@Nullable PublicKey key) {
        if (key == null) {
            throw new IllegalStateException("a key that was not shown yet");
        }
        return key;
    }
}

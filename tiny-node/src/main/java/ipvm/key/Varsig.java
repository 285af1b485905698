package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.Codec;
import ipvm.data.Cursor;
import ipvm.data.MalformedException;
import ipvm.data.Varint;

/// Varsig v1 headers: by which algorithm, and over which encoding, a token is signed.
///
/// A header is `34 01`, then algorithm, curve, hash and payload encoding, each a varint. This node
/// signs and checks DAG-CBOR only, so there is one header for each kind of key.
public final class Varsig {

    private static final long PREFIX = 0x34;
    private static final long VERSION = 1;
    private static final long ECDSA = 0xec;
    private static final long EDDSA = 0xed;
    private static final long SHA2_256 = 0x12;
    private static final long SHA2_512 = 0x13;

    private Varsig() {}

    /// The header of signatures by keys of a kind.
    public static Bytes header(KeyKind kind) {
        return switch (kind) {
            case ED25519 -> header(EDDSA, kind, SHA2_512);
            case P256, SECP256K1 -> header(ECDSA, kind, SHA2_256);
            case X25519 -> throw new IllegalArgumentException("an X25519 key signs nothing");
        };
    }

    private static Bytes header(long algorithm, KeyKind curve, long hash) {
        return Bytes.concat(
                Varint.of(PREFIX),
                Varint.of(VERSION),
                Varint.of(algorithm),
                Varint.of(curve.code()),
                Varint.of(hash),
                Varint.of(Codec.DAG_CBOR));
    }

    /// The kind of key that a header asks for.
    public static KeyKind kindOf(Bytes header) throws MalformedException {
        var in = new Cursor(header);
        expect(in, "varsig prefix", PREFIX);
        readVersion(in);
        var kind = readAlgorithm(in);
        expect(in, "varsig hash", kind == KeyKind.ED25519 ? SHA2_512 : SHA2_256);
        expect(in, "varsig payload encoding (dag-cbor)", Codec.DAG_CBOR);
        in.expectEnd("varsig header");
        return kind;
    }

    /// Before version 1 the key's code stood where the version stands now.
    private static void readVersion(Cursor in) throws MalformedException {
        int at = in.position();
        long version = in.varint("varsig version");
        if (version > 0x7f) {
            throw new MalformedException(
                    "varsig version 1", "a pre-v1 header (" + hex(version) + ")", at);
        }
        if (version != VERSION) {
            throw new MalformedException("varsig version 1", "version " + version, at);
        }
    }

    private static KeyKind readAlgorithm(Cursor in) throws MalformedException {
        int at = in.position();
        long algorithm = in.varint("varsig algorithm");
        if (algorithm != EDDSA && algorithm != ECDSA) {
            throw new MalformedException(
                    "varsig algorithm (0xed EdDSA, 0xec ECDSA)", hex(algorithm), at);
        }
        at = in.position();
        var kind = KeyKind.of(in.varint("varsig curve"));
        if (!kind.signs() || (kind == KeyKind.ED25519) != (algorithm == EDDSA)) {
            throw new MalformedException(
                    "varsig curve of algorithm " + hex(algorithm), kind.label(), at);
        }
        return kind;
    }

    private static void expect(Cursor in, String what, long wanted) throws MalformedException {
        int at = in.position();
        long found = in.varint(what);
        if (found != wanted) {
            throw new MalformedException(what + " " + hex(wanted), hex(found), at);
        }
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}

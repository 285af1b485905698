package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Optional;

/// Says that one name took the place of another: a key was rotated, or a board replaced.
///
/// It is signed by the old key, or by the owner when that key is lost, in the envelope of a UCAN:
/// `[signature, {"h": varsig header, "ipvm/succeed@1": {old, new, seq}}]`, the signature over the
/// DAG-CBOR of the map.
///
/// @param old who was
/// @param next who is from now on
/// @param seq larger than in the succession before it
public record Succession(Did old, Did next, long seq) {

    private static final String HEADER = "h";
    private static final String TAG = "ipvm/succeed@1";

    public Succession {
        if (seq < 0 || old.equals(next)) {
            throw new IllegalArgumentException(old + " to " + next + " as number " + seq);
        }
    }

    /// Whose word a succession is.
    public enum By {
        OLD,
        OWNER
    }

    /// A succession with a signature under it, which is not yet known to be a right one.
    public record Signed(Succession succession, KeyKind kind, Bytes signature) {

        public Bytes encode() {
            return DagCbor.encode(Ipld.list(Ipld.of(signature), succession.signable(kind)));
        }

        /// Which of the two who may have signed it did so; neither where it is forged.
        public Optional<By> verify(Did owner) {
            if (isBy(succession.old)) {
                return Optional.of(By.OLD);
            }
            return isBy(owner) ? Optional.of(By.OWNER) : Optional.empty();
        }

        private boolean isBy(Did signer) {
            try {
                var key = signer.key();
                return key.kind() == kind
                        && key.verify(DagCbor.encode(succession.signable(kind)), signature);
            } catch (MalformedException e) {
                return false; // a name without a key in it signs nothing
            }
        }
    }

    public Signed sign(Signer signer) {
        var kind = signer.publicKey().kind();
        return new Signed(this, kind, signer.sign(DagCbor.encode(signable(kind))));
    }

    private Ipld signable(KeyKind kind) {
        return Ipld.map(
                HEADER,
                Ipld.of(Varsig.header(kind)),
                TAG,
                Ipld.map(
                        "old", Ipld.of(old.text()),
                        "new", Ipld.of(next.text()),
                        "seq", Ipld.of(seq)));
    }

    /// Reads an envelope, and does not yet ask who signed it.
    public static Signed decode(Bytes envelope) throws MalformedException {
        if (DagCbor.decode(envelope) instanceof Ipld.List(var items)
                && items.size() == 2
                && items.get(0) instanceof Ipld.Binary(var signature)
                && items.get(1) instanceof Ipld.Map signed) {
            var header = field(signed, HEADER, Ipld.Binary.class).value();
            var succession = of(field(signed, TAG, Ipld.Map.class));
            expectEntries(signed, 2);
            return new Signed(succession, Varsig.kindOf(header), signature);
        }
        throw new MalformedException("succession [signature, {...}]", "another value");
    }

    private static Succession of(Ipld.Map payload) throws MalformedException {
        var old = Did.parse(field(payload, "old", Ipld.Text.class).value());
        var next = Did.parse(field(payload, "new", Ipld.Text.class).value());
        var seq = field(payload, "seq", Ipld.Int.class);
        expectEntries(payload, 3);
        if (seq.negative() || !seq.fitsLong()) {
            throw new MalformedException("seq of a succession", seq.toString());
        }
        if (old.equals(next)) {
            throw new MalformedException("another name after " + old, "the same");
        }
        return new Succession(old, next, seq.asLong());
    }

    private static <T extends Ipld> T field(Ipld.Map map, String key, Class<T> type)
            throws MalformedException {
        var value = map.find(key);
        if (value.isEmpty() || !type.isInstance(value.get())) {
            throw new MalformedException(
                    "'" + key + "' of a succession", value.map(Ipld::kind).orElse("nothing"));
        }
        return type.cast(value.get());
    }

    private static void expectEntries(Ipld.Map map, int count) throws MalformedException {
        if (map.entries().size() != count) {
            throw new MalformedException(
                    count + " entries in a succession", map.entries().size() + " of them");
        }
    }
}

package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.key.Did;
import ipvm.key.SealedBox;
import ipvm.key.Signer;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Something that only some may read: the same content in a box for each of them.
///
/// As data it is `{"ipvm/sealed": {DID: box}}`, where the value would stand.
public record Sealed(Map<Did, Bytes> boxes) {

    static final String KEY = "ipvm/sealed";

    /// What stands in the place of a task that is a secret: it lies in the box of its receipt.
    public static final Bytes TASK = DagCbor.encode(new Sealed(Map.of()).encode());

    private static final Bytes HEAD =
            Bytes.concat(Bytes.of(0xa1, 0x60 + KEY.length()), Bytes.utf8(KEY));

    private static final Bytes SEED = Bytes.utf8("ipvm/sealed@1 seed");

    public Sealed {
        boxes = Map.copyOf(boxes);
    }

    /// Seals something for its readers, whose keys [#fits].
    ///
    /// The seed of a box is a signature that nobody sees over what is in it: nobody else can know
    /// it, and the same content is sealed in the same way after a restart.
    public static Sealed of(Ipld content, Set<Did> readers, Signer sealer) {
        var plain = DagCbor.encode(content);
        var digest = Multihash.of(HashFunction.SHA2_256, plain).digest();
        var seed = sealer.sign(Bytes.concat(SEED, digest));
        var boxes = new TreeMap<Did, Bytes>(Comparator.comparing(Did::text));
        try {
            for (var reader : readers) {
                boxes.put(reader, SealedBox.seal(reader.key(), plain, seed));
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException("a reader without a key", e);
        }
        return new Sealed(boxes);
    }

    /// Whether something can be sealed to a name.
    public static boolean fits(Did reader) {
        try {
            return switch (reader.key().kind()) {
                case ED25519, X25519 -> true;
                case P256, SECP256K1 -> false;
            };
        } catch (MalformedException e) {
            return false;
        }
    }

    public Ipld.Map encode() {
        var map = Ipld.map();
        for (var box : boxes.entrySet()) {
            map = map.with(box.getKey().text(), Ipld.of(box.getValue()));
        }
        return Ipld.map(KEY, map);
    }

    /// What was sealed, where a value is that.
    public static Optional<Sealed> find(Ipld value) {
        if (!(value instanceof Ipld.Map map)
                || map.entries().size() != 1
                || !(map.find(KEY).orElse(Ipld.ofNull()) instanceof Ipld.Map boxes)) {
            return Optional.empty();
        }
        var found = new TreeMap<Did, Bytes>(Comparator.comparing(Did::text));
        try {
            for (var box : boxes.entries()) {
                if (!(box.value() instanceof Ipld.Binary(var bytes))) {
                    return Optional.empty();
                }
                found.put(Did.parse(box.key()), bytes);
            }
            return Optional.of(new Sealed(found));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// Whether a block is what stands for something sealed.
    public static boolean isSealed(Bytes block) {
        return block.startsWith(HEAD);
    }

    public static Sealed decode(Bytes block) throws MalformedException {
        var value = DagCbor.decode(block);
        return find(value)
                .orElseThrow(() -> new MalformedException("something sealed", value.kind()));
    }

    public Set<Did> readers() {
        return boxes.keySet();
    }

    /// What is in it, for one of those whom it is for.
    public Ipld open(Signer reader) throws MalformedException {
        var box = boxes.get(reader.did());
        if (box == null) {
            throw new MalformedException("a box for " + reader.did(), text());
        }
        return DagCbor.decode(reader.unseal(box));
    }

    /// In words.
    public String text() {
        return "sealed for "
                + boxes.keySet().stream().map(Did::text).sorted().collect(Collectors.joining(", "));
    }
}

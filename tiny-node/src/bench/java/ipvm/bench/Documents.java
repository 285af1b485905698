package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the codecs are measured on, the same in every run.
final class Documents {

    private static final String[] WORDS = {
        "kitchen",
        "temperature",
        "frost",
        "valve",
        "Küche",
        "pump-7",
        "alarm",
        "ok",
        "battery low",
        "a longer remark that somebody typed into a form",
        "ambient",
        "°C"
    };

    private Documents() {}

    /// A list of unlike records of about so many bytes: what a workflow or an index looks like.
    static Ipld document(int bytes) {
        var random = new SplittableRandom(1);
        List<Ipld> records = new ArrayList<>();
        for (int size = 0; size < bytes; ) {
            var next = record(random);
            records.add(next);
            size += DagCbor.encode(next).size();
        }
        return Ipld.map("records", new Ipld.List(records), "version", Ipld.of(1));
    }

    private static Ipld record(SplittableRandom random) {
        List<Ipld> samples = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            samples.add(Ipld.of(random.nextInt(-500, 50_000)));
        }
        return Ipld.map(
                "id", Ipld.of(random.nextLong() >>> random.nextInt(64)),
                "name", Ipld.of(word(random)),
                "note", Ipld.of(word(random) + " " + word(random)),
                "value", Ipld.of(random.nextInt(100_000) / 16.0),
                "active", Ipld.of(random.nextBoolean()),
                "parent", random.nextInt(3) == 0 ? Ipld.ofNull() : Ipld.of(cid(random)),
                "samples", new Ipld.List(samples),
                "meta",
                        Ipld.map(
                                "seen", Ipld.of(1_700_000_000L + random.nextInt(1 << 24)),
                                "by", Ipld.of(word(random)),
                                "key", Ipld.of(bytes(random, 16))));
    }

    /// Receipts of about 200 bytes, as a task's end is kept and sent.
    static List<Ipld> receipts(int count) {
        var random = new SplittableRandom(2);
        List<Ipld> receipts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            receipts.add(receipt(random));
        }
        return receipts;
    }

    private static Ipld receipt(SplittableRandom random) {
        return Ipld.map(
                "cmd", Ipld.of("/ucan/assert/receipt"),
                "exp", Ipld.ofNull(),
                "iss", Ipld.of("did:key:z6Mk" + Bytes.wrap(random(random, 22)).hex()),
                "out", Ipld.map("ok", Ipld.of(random.nextInt(1 << 20))),
                "ran", Ipld.of(cid(random)),
                "meter",
                        Ipld.map(
                                "fuel", Ipld.of(random.nextInt(1 << 28)),
                                "pages", Ipld.of(random.nextInt(20)),
                                "ms", Ipld.of(random.nextInt(300))),
                "nonce", Ipld.of(bytes(random, 12)));
    }

    private static Cid cid(SplittableRandom random) {
        return Cid.of(Codec.DAG_CBOR, bytes(random, 8));
    }

    private static Bytes bytes(SplittableRandom random, int size) {
        return Bytes.wrap(random(random, size));
    }

    private static byte[] random(SplittableRandom random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}

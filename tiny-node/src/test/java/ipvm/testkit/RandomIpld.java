package ipvm.testkit;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random IPLD values of every kind, drawn so that the edges of each kind come up often.
///
/// Maps never have the key `/`, so that every value has a DAG-JSON form as well.
public final class RandomIpld {

    private static final int DEPTH_MAX = 5;
    private static final int ITEMS_MAX = 6;

    private static final double[] FLOATS = {
        0.0,
        1.0,
        -1.0,
        0.1,
        1e21,
        1e-7,
        0x1p53,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p-1074,
        0x1.fffffffffffffp-1023
    };

    private static final long[] CODECS = {
        Codec.RAW, Codec.DAG_PB, Codec.DAG_CBOR, Codec.DAG_JSON, Codec.LIBP2P_KEY, 0x7f_ffffL
    };

    private final RandomGenerator random;

    public RandomIpld(RandomGenerator random) {
        this.random = random;
    }

    public Ipld value() {
        return value(0);
    }

    private Ipld value(int depth) {
        return switch (random.nextInt(depth < DEPTH_MAX ? 12 : 8)) {
            case 0 -> Ipld.ofNull();
            case 1 -> Ipld.of(random.nextBoolean());
            case 2, 3 -> integer();
            case 4 -> Ipld.of(real());
            case 5 -> Ipld.of(text());
            case 6 -> Ipld.of(bytes());
            case 7 -> Ipld.of(cid());
            case 8, 9 -> list(depth + 1);
            default -> map(depth + 1);
        };
    }

    /// From -2^64 to 2^64-1, each number of bits as likely as any other.
    public Ipld.Int integer() {
        long magnitude = random.nextLong() >>> random.nextInt(Long.SIZE);
        if (random.nextInt(4) == 0) {
            magnitude = (1L << random.nextInt(Long.SIZE)) - random.nextInt(2);
        }
        return new Ipld.Int(random.nextBoolean(), magnitude);
    }

    /// Any finite bit pattern; one in four a well-known one or a whole number.
    public double real() {
        return switch (random.nextInt(8)) {
            case 0 -> FLOATS[random.nextInt(FLOATS.length)];
            case 1 -> random.nextInt(2_000_000) - 1_000_000;
            default -> finite(random.nextLong());
        };
    }

    /// Text of ASCII, controls, two-, three- and four-byte characters.
    public String text() {
        int length = random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(12);
        var text = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(plain ? 0x20 + random.nextInt(0x5f) : codePoint());
        }
        return text.toString();
    }

    public Bytes bytes() {
        var bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(40)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    public Cid cid() {
        var content = bytes();
        if (random.nextInt(8) == 0) {
            var hash = Cid.of(Codec.DAG_PB, content).hash();
            return new Cid(0, Codec.DAG_PB, hash);
        }
        var functions = HashFunction.values();
        var function = functions[random.nextInt(functions.length)];
        var hashed = function == HashFunction.IDENTITY ? shortened(content) : content;
        return Cid.of(CODECS[random.nextInt(CODECS.length)], function, hashed);
    }

    private Ipld list(int depth) {
        var items = new ArrayList<Ipld>();
        for (int count = random.nextInt(ITEMS_MAX); count > 0; count--) {
            items.add(value(depth));
        }
        return new Ipld.List(items);
    }

    private Ipld map(int depth) {
        List<Ipld.Entry> entries = new ArrayList<>();
        var keys = new HashSet<String>();
        for (int count = random.nextInt(ITEMS_MAX); count > 0; count--) {
            var key = text();
            if (!key.equals("/") && keys.add(key)) {
                entries.add(new Ipld.Entry(key, value(depth)));
            }
        }
        return new Ipld.Map(entries);
    }

    private int codePoint() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> 0x800 + random.nextInt(0xd000);
            case 3 -> 0xe000 + random.nextInt(0x2000);
            case 4 -> 0x10000 + random.nextInt(0x100000);
            default -> 0x20 + random.nextInt(0x60);
        };
    }

    private static Bytes shortened(Bytes content) {
        return content.slice(0, Math.min(content.size(), 64));
    }

    private static double finite(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isFinite(value) ? value : Double.longBitsToDouble(bits & ~(1L << 62));
    }
}

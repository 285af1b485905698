package ipvm.data;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Hostile bytes near to good ones: what a decoder must refuse without losing its head.
public final class Mutants {

    /// How many inputs one decoder sees: many in the long run, some in each.
    public static final int INPUTS = Integer.getInteger("ipvm.fuzz.inputs", 20_000);

    /// Lengths and heads that break decoders: zero, signs, ends of every integer size.
    private static final int[] SPITEFUL = {0x00, 0x01, 0x7f, 0x80, 0x9f, 0xbf, 0xfb, 0xfe, 0xff};

    private Mutants() {}

    /// A decoder under test; a refusal is fine, anything else that escapes is not.
    public interface Decoder {
        void decode(Bytes input) throws Exception;
    }

    /// Feeds mutants of good inputs to a decoder.
    public static void feed(List<Bytes> good, Decoder decoder) throws Exception {
        Seeds.forEach(
                INPUTS,
                random -> {
                    var input = of(good.get(random.nextInt(good.size())), random);
                    try {
                        decoder.decode(input);
                    } catch (MalformedException e) {
                        // a refusal, as it should be
                    }
                });
    }

    /// One to four changes to a copy of some bytes.
    public static Bytes of(Bytes good, Random random) {
        var bytes = good.toArray();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = changed(bytes, random);
        }
        return Bytes.wrap(bytes);
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        if (bytes.length == 0 || at == bytes.length) {
            return inserted(bytes, at, random);
        }
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = (byte) SPITEFUL[random.nextInt(SPITEFUL.length)];
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return inserted(bytes, at, random);
            }
            default -> {
                return removed(bytes, at, Math.min(1 + random.nextInt(8), bytes.length - at));
            }
        }
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, Random random) {
        var filling = new byte[1 + random.nextInt(9)];
        if (random.nextBoolean()) {
            random.nextBytes(filling);
        } else {
            Arrays.fill(filling, (byte) SPITEFUL[random.nextInt(SPITEFUL.length)]);
        }
        var longer = Arrays.copyOf(bytes, bytes.length + filling.length);
        System.arraycopy(bytes, at, longer, at + filling.length, bytes.length - at);
        System.arraycopy(filling, 0, longer, at, filling.length);
        return longer;
    }

    private static byte[] removed(byte[] bytes, int at, int count) {
        var shorter = Arrays.copyOf(bytes, bytes.length - count);
        System.arraycopy(bytes, at + count, shorter, at, bytes.length - at - count);
        return shorter;
    }
}

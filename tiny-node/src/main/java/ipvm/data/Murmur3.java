package ipvm.data;

/// MurmurHash3 for 64-bit machines, first half of its 128 bits: where a sharded directory keeps a
/// name.
final class Murmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int LANE = Long.BYTES;

    private Murmur3() {}

    static long hash64(Bytes bytes) {
        long h1 = 0;
        long h2 = 0;
        int at = 0;
        for (; bytes.size() - at >= 2 * LANE; at += 2 * LANE) {
            h1 ^= mixed1(lane(bytes, at));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mixed2(lane(bytes, at + LANE));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        h2 ^= mixed2(lane(bytes, at + LANE));
        h1 ^= mixed1(lane(bytes, at));
        h1 ^= bytes.size();
        h2 ^= bytes.size();
        h1 += h2;
        h2 += h1;
        return finished(h1) + finished(h2);
    }

    /// Up to eight bytes from an index on, the first lowest; what is not there counts as zero.
    private static long lane(Bytes bytes, int at) {
        long lane = 0;
        for (int i = Math.min(LANE, bytes.size() - at) - 1; i >= 0; i--) {
            lane = (lane << 8) | bytes.at(at + i);
        }
        return lane;
    }

    private static long mixed1(long lane) {
        return Long.rotateLeft(lane * C1, 31) * C2;
    }

    private static long mixed2(long lane) {
        return Long.rotateLeft(lane * C2, 33) * C1;
    }

    private static long finished(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}

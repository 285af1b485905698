package ipvm.data;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;

/// One node of a directory that is sharded by the hash of its names.
///
/// Each link's name starts with the number of its bucket in hex; nothing behind it is a deeper
/// shard, anything else an entry's name.
///
/// @param bits of the hash that choose a bucket
/// @param width of a bucket's number in hex digits
record Shard(PbNode node, int bits, int width) {

    private static final long MURMUR3_X64_64 = 0x22;
    private static final long FANOUT_MAX = 1_024;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static Shard of(PbNode node, UnixFsData data) throws MalformedException {
        long hash = data.hashType().orElse(0);
        if (hash != MURMUR3_X64_64) {
            throw new MalformedException("shard by murmur3-x64-64", HashFunction.describe(hash));
        }
        long fanout = data.fanout().orElse(0);
        if (fanout < Byte.SIZE || fanout > FANOUT_MAX || Long.bitCount(fanout) != 1) {
            var power = "shard with a fanout that is a power of 2 from 8 to " + FANOUT_MAX;
            throw new MalformedException(power, Long.toString(fanout));
        }
        int bits = Long.numberOfTrailingZeros(fanout);
        var shard = new Shard(node, bits, (bits + 3) / 4);
        shard.requireBuckets(data.content().orElse(Bytes.EMPTY));
        return shard;
    }

    /// The bit field must say of each bucket whether a link is in it, as peers find links by it.
    private void requireBuckets(Bytes field) throws MalformedException {
        var buckets = new BitSet(1 << bits);
        for (var link : node.links()) {
            int bucket = bucket(link.nameOrEmpty());
            if (buckets.get(bucket)) {
                throw new MalformedException("one link a bucket", "two in " + bucket);
            }
            buckets.set(bucket);
        }
        var reversed = field.toArray();
        for (int i = 0; i < field.size(); i++) {
            reversed[i] = (byte) field.at(field.size() - 1 - i);
        }
        if (!BitSet.valueOf(reversed).equals(buckets)) {
            throw new MalformedException("shard's bits as its links", field.toString());
        }
    }

    private int bucket(String name) throws MalformedException {
        var digits = name.substring(0, Math.min(width, name.length()));
        boolean hex = digits.length() == width && digits.chars().allMatch(HexFormat::isHexDigit);
        int bucket = hex ? HexFormat.fromHexDigits(digits) : -1;
        if (bucket < 0 || bucket >= 1 << bits || !digits.equals(prefix(bucket))) {
            throw new MalformedException("bucket of " + width + " hex digits", "'" + name + "'");
        }
        return bucket;
    }

    private String prefix(int bucket) {
        return HEX.toHexDigits(bucket, width);
    }

    /// The link in the bucket that a hash chooses after `used` of its bits.
    Optional<PbLink> link(long hash, int used) throws MalformedException {
        if (used + bits > Long.SIZE) {
            throw tooDeep();
        }
        var prefix = prefix((int) (hash >>> (Long.SIZE - used - bits)) & ((1 << bits) - 1));
        return node.links().stream()
                .filter(link -> link.nameOrEmpty().startsWith(prefix))
                .findFirst();
    }

    static MalformedException tooDeep() {
        return new MalformedException("shard within the bits of a hash", "one more level");
    }

    /// The name of the entry that a link is for; empty where it leads to a deeper shard.
    String entry(PbLink link) {
        return link.nameOrEmpty().substring(width);
    }
}

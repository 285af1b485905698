package ipvm.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a CARv1 block by block, each checked against its name; holds one block at a time.
public final class CarReader {

    /// A version, a codec, a hash function, a digest length, and the longest digest.
    private static final int CID_BYTES_MAX =
            1 + 2 * Varint.BYTES_MAX + 2 + Multihash.DIGEST_BYTES_MAX;

    private final CountedInput in;
    private final Limits limits;
    private final List<Cid> roots;

    public CarReader(InputStream in, Limits limits) throws IOException, MalformedException {
        this.in = new CountedInput(in);
        this.limits = limits;
        this.roots = header();
    }

    /// The names in the header; nothing says that their blocks will come.
    public List<Cid> roots() {
        return roots;
    }

    /// How many bytes of the archive were read: where the next section starts.
    public long position() {
        return in.position();
    }

    /// The next block, or nothing at the end.
    public Optional<Block> next() throws IOException, MalformedException {
        var section = section("CAR section", (long) CID_BYTES_MAX + limits.blockBytesMax());
        return section.isEmpty() ? Optional.empty() : Optional.of(block(section.get()));
    }

    private Optional<Bytes> section(String what, long max) throws IOException, MalformedException {
        long start = in.position();
        var length = in.varint("length of " + what);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        if (length.getAsLong() < 1 || length.getAsLong() > max) {
            var found = "a length of " + length.getAsLong();
            throw new MalformedException(what + " of 1 to " + max + " bytes", found, start);
        }
        return Optional.of(in.take((int) length.getAsLong(), what));
    }

    private Block block(Bytes section) throws MalformedException {
        long start = in.position() - section.size();
        var content = new Cursor(section);
        var cid = cid(content, start);
        start += content.position();
        var data = content.rest();
        if (data.size() > limits.blockBytesMax()) {
            var most = "CAR block of at most " + limits.blockBytesMax() + " bytes";
            throw new MalformedException(most, data.size() + " bytes", start);
        }
        try {
            return Block.verified(cid, data);
        } catch (MalformedException e) {
            throw new MalformedException("CAR " + e.what(), e.found(), start);
        }
    }

    private static Cid cid(Cursor content, long start) throws MalformedException {
        try {
            return Cid.read(content);
        } catch (MalformedException e) {
            throw e.within("CAR section", start);
        }
    }

    private List<Cid> header() throws IOException, MalformedException {
        var header = section("CAR header", limits.blockBytesMax());
        if (header.isEmpty()) {
            throw new MalformedException("CAR header", "the end", 0);
        }
        long start = in.position() - header.get().size();
        try {
            return roots(DagCbor.decode(header.get(), limits));
        } catch (MalformedException e) {
            throw e.within("CAR header", start);
        }
    }

    private static List<Cid> roots(Ipld header) throws MalformedException {
        if (!(header instanceof Ipld.Map map)) {
            throw new MalformedException("map", header.kind(), 0);
        }
        requireVersion(map.find("version").orElse(Ipld.ofNull()));
        if (map.entries().size() != 2
                || !(map.find("roots").orElse(Ipld.ofNull()) instanceof Ipld.List(var items))) {
            var keys = map.entries().stream().map(Ipld.Entry::key).toList();
            throw new MalformedException("roots, a list, and version only", keys.toString(), 0);
        }
        var roots = new ArrayList<Cid>(items.size());
        for (var item : items) {
            if (!(item instanceof Ipld.Link(var cid))) {
                throw new MalformedException("roots that are links", item.kind(), 0);
            }
            roots.add(cid);
        }
        return List.copyOf(roots);
    }

    private static void requireVersion(Ipld version) throws MalformedException {
        if (!version.equals(Ipld.of(CarWriter.VERSION))) {
            var found = version instanceof Ipld.Int number ? "CARv" + number : version.kind();
            throw new MalformedException("version 1", found, 0);
        }
    }
}

package ipvm.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Reads files and directories, and whatever else paths lead to, out of blocks that need no trust.
///
/// Every block is checked against its name. Three ends are told apart: bytes that break their
/// format ([MalformedException]), names and blocks that are not here ([NotFoundException]), and a
/// source that fails ([IOException]).
public final class UnixFsReader {

    private final BlockSource source;
    private final Limits limits;

    public UnixFsReader(BlockSource source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    /// The bytes of a name; a name that holds its own content needs no source.
    public Bytes block(Cid cid) throws IOException, MalformedException, NotFoundException {
        if (cid.hash().code() == HashFunction.IDENTITY.code()) {
            return cid.hash().digest();
        }
        var block = source.block(cid);
        if (block.isEmpty()) {
            throw NotFoundException.block(cid);
        }
        int size = block.get().size();
        if (size > limits.blockBytesMax()) {
            var most = "block of at most " + limits.blockBytesMax() + " bytes";
            throw new MalformedException(most, size + " bytes");
        }
        return Block.verified(cid, block.get()).data();
    }

    /// What a name stands for, without a path.
    public Found open(Cid cid) throws IOException, MalformedException, NotFoundException {
        try {
            return Found.of(cid, block(cid), limits);
        } catch (MalformedException e) {
            throw e.within(cid.toString(), 0);
        }
    }

    /// Follows a path of names, keys and indexes across directories, values and links.
    ///
    /// A symbolic link in the middle is followed as long as it stays below the root; one at the end
    /// is the answer itself.
    public Found resolve(Cid root, String path)
            throws IOException, MalformedException, NotFoundException {
        return new PathWalk(this, root, limits.depthMax()).to(path);
    }

    /// Writes a whole file in order.
    public void write(Found.File file, OutputStream out)
            throws IOException, MalformedException, NotFoundException {
        write(file, 0, file.bytes(), out);
    }

    /// Writes the bytes from one position up to, not including, another, and reads only the blocks
    /// in which they lie; a range beyond the end stops there.
    public void write(Found.File file, long from, long to, OutputStream out)
            throws IOException, MalformedException, NotFoundException {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no range: " + from + ".." + to);
        }
        if (from < to) {
            new FileRange(this, out, from, to).write(file, 0, limits.depthMax());
        }
    }

    /// All bytes of a file that is known to be small.
    public Bytes bytes(Found.File file) throws IOException, MalformedException, NotFoundException {
        var bytes = new ByteArrayOutputStream();
        write(file, bytes);
        return Bytes.wrap(bytes.toByteArray());
    }

    /// One name in a directory.
    ///
    /// The name is any text: who makes a file of it refuses `..` and slashes first.
    public record Entry(String name, Cid cid) {}

    /// All entries of a directory, in the order in which they are kept: by name, or by hash.
    public List<Entry> list(Found.Directory directory)
            throws IOException, MalformedException, NotFoundException {
        return new Names(this, limits.itemsMax()).list(directory);
    }

    /// The content of one name in a directory.
    Optional<Cid> find(Found.Directory directory, String name)
            throws IOException, MalformedException, NotFoundException {
        return new Names(this, limits.itemsMax()).find(directory, name);
    }
}

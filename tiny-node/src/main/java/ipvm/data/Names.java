package ipvm.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The names in one directory, plain or sharded.
final class Names {

    private final UnixFsReader reader;
    private final int linksMax;
    private final List<UnixFsReader.Entry> entries = new ArrayList<>();
    private int links;

    Names(UnixFsReader reader, int linksMax) {
        this.reader = reader;
        this.linksMax = linksMax;
    }

    /// Where a name stands twice the first counts, in a list as well.
    Optional<Cid> find(Found.Directory directory, String name)
            throws IOException, MalformedException, NotFoundException {
        var shard = shard(directory.node());
        if (shard.isPresent()) {
            return find(shard.get(), name);
        }
        return directory.node().links().stream()
                .filter(link -> link.nameOrEmpty().equals(name))
                .map(PbLink::cid)
                .findFirst();
    }

    private Optional<Cid> find(Shard root, String name)
            throws IOException, MalformedException, NotFoundException {
        long hash = Murmur3.hash64(Bytes.utf8(name));
        var shard = root;
        for (int used = 0; ; used += shard.bits()) {
            var link = shard.link(hash, used);
            if (link.isEmpty()) {
                return Optional.empty();
            }
            var entry = shard.entry(link.get());
            if (!entry.isEmpty()) {
                return entry.equals(name) ? Optional.of(link.get().cid()) : Optional.empty();
            }
            shard = below(shard, link.get());
        }
    }

    List<UnixFsReader.Entry> list(Found.Directory directory)
            throws IOException, MalformedException, NotFoundException {
        var shard = shard(directory.node());
        if (shard.isPresent()) {
            listShard(shard.get(), shard.get().bits());
        } else {
            listPlain(directory.node());
        }
        return List.copyOf(entries);
    }

    private void listPlain(PbNode node) {
        var names = new HashSet<String>();
        for (var link : node.links()) {
            if (names.add(link.nameOrEmpty())) {
                entries.add(new UnixFsReader.Entry(link.nameOrEmpty(), link.cid()));
            }
        }
    }

    /// Shards that repeat themselves could go on for longer than anybody waits: all links count.
    private void listShard(Shard shard, int used)
            throws IOException, MalformedException, NotFoundException {
        if (used > Long.SIZE) {
            throw Shard.tooDeep();
        }
        for (var link : shard.node().links()) {
            if (++links > linksMax) {
                throw new MalformedException("directory of at most " + linksMax + " links", "more");
            }
            var entry = shard.entry(link);
            if (entry.isEmpty()) {
                listShard(below(shard, link), used + shard.bits());
            } else {
                entries.add(new UnixFsReader.Entry(entry, link.cid()));
            }
        }
    }

    private Shard below(Shard shard, PbLink link)
            throws IOException, MalformedException, NotFoundException {
        var found = reader.open(link.cid());
        if (found instanceof Found.Directory(var cid, var node)) {
            var below = shard(node);
            if (below.isPresent() && below.get().bits() == shard.bits()) {
                return below.get();
            }
        }
        throw new MalformedException(
                "shard of " + (1 << shard.bits()) + " buckets below another",
                link.cid().toString());
    }

    private static Optional<Shard> shard(PbNode node) throws MalformedException {
        var data = UnixFsNode.data(node);
        return data.isPresent() && data.get().type() == UnixFsData.SHARD
                ? Optional.of(Shard.of(node, data.get()))
                : Optional.empty();
    }
}

package ipvm.data;

import java.util.ArrayList;
import java.util.Optional;

/// What a dag-pb node is, once its links and its UnixFS data are held against one another.
final class UnixFsNode {

    private UnixFsNode() {}

    static Found of(Cid cid, PbNode node) throws MalformedException {
        var data = data(node);
        if (data.isEmpty()) {
            return plain(cid, node);
        }
        return switch ((int) Math.min(data.get().type(), Integer.MAX_VALUE)) {
            case (int) UnixFsData.RAW, (int) UnixFsData.FILE -> file(cid, node, data.get());
            case (int) UnixFsData.DIRECTORY -> new Found.Directory(cid, node);
            case (int) UnixFsData.SYMLINK -> symlink(cid, node, data.get());
            case (int) UnixFsData.SHARD -> {
                Shard.of(node, data.get());
                yield new Found.Directory(cid, node);
            }
            default ->
                    throw new MalformedException(
                            "UnixFS type (raw, directory, file, symlink or shard)",
                            Long.toString(data.get().type()));
        };
    }

    static Optional<UnixFsData> data(PbNode node) throws MalformedException {
        var data = node.data().orElse(Bytes.EMPTY);
        return UnixFsData.claims(data) ? Optional.of(UnixFsData.decode(data)) : Optional.empty();
    }

    /// Before UnixFS, names on the links of a bare node made it a directory.
    private static Found plain(Cid cid, PbNode node) {
        boolean named = node.links().stream().anyMatch(link -> !link.nameOrEmpty().isEmpty());
        return named ? new Found.Directory(cid, node) : new Found.Value(cid, node.toIpld());
    }

    private static Found file(Cid cid, PbNode node, UnixFsData data) throws MalformedException {
        var sizes = data.blockSizes();
        if (sizes.size() != node.links().size()) {
            var one = "UnixFS block size for each of " + node.links().size() + " links";
            throw new MalformedException(one, sizes.size() + " of them");
        }
        var content = data.content().orElse(Bytes.EMPTY);
        long total = content.size();
        var parts = new ArrayList<Found.Part>(sizes.size());
        for (int i = 0; i < sizes.size(); i++) {
            parts.add(part(node.links().get(i), sizes.get(i)));
            total += sizes.get(i);
            if (total < 0) {
                throw new MalformedException("UnixFS file of at most 2^63-1 bytes", "more");
            }
        }
        if (total != data.fileSize().orElse(0)) {
            var found = Long.toString(data.fileSize().orElse(0));
            throw new MalformedException("UnixFS file size " + total, found);
        }
        return new Found.File(cid, total, content, parts);
    }

    private static Found.Part part(PbLink link, long bytes) throws MalformedException {
        if (!link.nameOrEmpty().isEmpty()) {
            throw new MalformedException("nameless part of a file", "'" + link.nameOrEmpty() + "'");
        }
        return new Found.Part(link.cid(), bytes);
    }

    private static Found symlink(Cid cid, PbNode node, UnixFsData data) throws MalformedException {
        if (!node.links().isEmpty()) {
            throw new MalformedException("symlink without links", node.links().size() + " of them");
        }
        return new Found.Symlink(cid, node, Utf8.decode(data.content().orElse(Bytes.EMPTY)));
    }
}

package ipvm.data;

import ipvm.testkit.RandomIpld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What a name in a directory stands for, before anybody writes it.
sealed interface Tree {

    /// A file.
    record File(Bytes content) implements Tree {}

    /// A symbolic link.
    record Link(String target) implements Tree {}

    /// A directory.
    record Folder(Map<String, Tree> entries) implements Tree {

        /// Every path below, with what is there.
        Map<String, Tree> paths() {
            var paths = new TreeMap<String, Tree>();
            entries.forEach((name, tree) -> collect(name, tree, paths));
            return paths;
        }

        private static void collect(String path, Tree tree, Map<String, Tree> into) {
            into.put(path, tree);
            if (tree instanceof Folder(var inner)) {
                inner.forEach((name, below) -> collect(path + "/" + name, below, into));
            }
        }

        /// The paths as the peer's importer takes them: folders come of themselves, but empty ones.
        List<Map<String, Object>> sources() {
            var sources = new ArrayList<Map<String, Object>>();
            paths().forEach((path, tree) -> {
                switch (tree) {
                    case File(var content) ->
                            sources.add(Map.of("path", path, "content", content.toArray()));
                    case Link(var target) -> sources.add(Map.of("path", path, "link", target));
                    case Folder(var inner) -> {
                        if (inner.isEmpty()) {
                            sources.add(Map.of("path", path));
                        }
                    }
                }
            });
            return sources;
        }
    }

    /// Writes it as we do, without links, which we do not write.
    default UnixFsWriter.Written written(UnixFsWriter writer)
            throws IOException, MalformedException {
        return switch (this) {
            case File(var content) -> writer.file(content.stream());
            case Link(var target) -> throw new IllegalStateException("we write no symlinks");
            case Folder(var entries) -> {
                var parts = new TreeMap<String, UnixFsWriter.Written>();
                for (var entry : entries.entrySet()) {
                    parts.put(entry.getKey(), entry.getValue().written(writer));
                }
                yield writer.directory(parts);
            }
        };
    }

    /// Draws trees with names of all characters that a peer's paths can hold.
    record Source(RandomGenerator random, int namesMax, boolean links) {

        static final String ALWAYS = "always here";
        private static final int DEPTH_MAX = 3;

        Folder folder() {
            var folder = folder(0);
            folder.entries().put(ALWAYS, new File(Bytes.EMPTY));
            return folder;
        }

        private Folder folder(int depth) {
            var entries = new TreeMap<String, Tree>();
            for (int count = random.nextInt(namesMax); count > 0; count--) {
                var name = new RandomIpld(random).text().replaceAll("[/\\\\]", "");
                if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                    entries.put(name, any(depth));
                }
            }
            return new Folder(entries);
        }

        private Tree any(int depth) {
            return switch (random.nextInt(10)) {
                case 0 -> depth < DEPTH_MAX ? folder(depth + 1) : new File(Bytes.EMPTY);
                case 1 -> links ? new Link(ALWAYS) : new Folder(new TreeMap<>());
                default -> new File(new RandomIpld(random).bytes());
            };
        }
    }
}

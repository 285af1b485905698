package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// The modules that a rule file names by their files, `file:PATH` beside it.
///
/// @param file of the rule
record RuleModules(Path file, Shelf shelf) {

    private static final String SCHEME = "file:";

    /// Where files are put, so that they have a name by content.
    @FunctionalInterface
    interface Shelf {
        Cid put(InputStream file) throws Stop, MalformedException, IOException;
    }

    /// The same rule with links in place of the files; without any it stays as it was written.
    Bytes linked(Bytes text) throws Stop, MalformedException, IOException {
        var rule = DagJson.read(text, Limits.DEFAULT);
        var linked = linked(rule);
        return linked.equals(rule) ? text : DagJson.encode(linked);
    }

    private Ipld linked(Ipld value) throws Stop, MalformedException, IOException {
        if (!(value instanceof Ipld.Map map)) {
            return value;
        }
        var entries = new ArrayList<Ipld.Entry>();
        for (var entry : map.entries()) {
            boolean isFile =
                    entry.key().equals("mod")
                            && entry.value() instanceof Ipld.Text(var path)
                            && path.startsWith(SCHEME);
            var inner = isFile ? put(entry.value()) : linked(entry.value());
            entries.add(new Ipld.Entry(entry.key(), inner));
        }
        return new Ipld.Map(entries);
    }

    private Ipld put(Ipld mod) throws Stop, MalformedException, IOException {
        var path = ((Ipld.Text) mod).value().substring(SCHEME.length());
        var module = file.resolveSibling(path);
        if (!Files.isRegularFile(module)) {
            throw Stop.usage(file + ": mod: no file " + Shown.safe(module.toString()));
        }
        try (var in = Files.newInputStream(module)) {
            return Ipld.of("ipfs://" + shelf.put(in));
        }
    }
}

package ipvm.cli;

import ipvm.data.Found;
import ipvm.data.Ipld;
import ipvm.data.PbLink;
import java.util.ArrayList;
import java.util.List;

/// UnixFS nodes explained: what a file is made of, what a directory lists, where a link leads.
final class FileNodes {

    private FileNodes() {}

    static Answer file(Found.File file) {
        var parts = new ArrayList<Ipld>();
        var table = new Table().row("  bytes", Long.toString(file.bytes()));
        for (var part : file.parts()) {
            parts.add(Ipld.map("cid", text(part.cid()), "bytes", Ipld.of(part.bytes())));
            table.row("  part", part.cid() + " " + part.bytes());
        }
        var object =
                object("file", file)
                        .with("bytes", Ipld.of(file.bytes()))
                        .with("parts", new Ipld.List(parts));
        return Names.answer("UnixFS file " + file.cid(), object, table);
    }

    static Answer directory(Found.Directory directory) {
        List<PbLink> links = directory.node().links();
        var entries = new ArrayList<Ipld>();
        var table = new Table();
        for (var link : links) {
            var name = link.nameOrEmpty();
            entries.add(Ipld.map("name", Ipld.of(name), "cid", text(link.cid())));
            table.row("  " + link.cid(), Shown.safe(name));
        }
        var object = object("directory", directory).with("entries", new Ipld.List(entries));
        return Names.answer("UnixFS directory " + directory.cid(), object, table);
    }

    static Answer symlink(Found.Symlink symlink) {
        var object = object("symlink", symlink).with("target", Ipld.of(symlink.target()));
        var table = new Table().row("  target", Shown.safe(symlink.target()));
        return Names.answer("UnixFS symbolic link " + symlink.cid(), object, table);
    }

    private static Ipld.Map object(String type, Found found) {
        return Ipld.map("kind", Ipld.of("unixfs"), "type", Ipld.of(type), "cid", text(found.cid()));
    }

    private static Ipld text(ipvm.data.Cid cid) {
        return Ipld.of(cid.toString());
    }
}

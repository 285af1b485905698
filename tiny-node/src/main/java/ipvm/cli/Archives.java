package ipvm.cli;

import ipvm.data.CarReader;
import ipvm.data.Cid;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// CAR archives explained, which may be longer than a block.
final class Archives {

    private Archives() {}

    /// Reads an archive to its end, so that every hash in it has been checked.
    static Answer car(InputStream in) throws IOException, MalformedException {
        var car = new CarReader(in, Limits.DEFAULT);
        var missing = new HashSet<Cid>();
        car.roots().stream().filter(root -> !holdsItsContent(root)).forEach(missing::add);
        long blocks = 0;
        long bytes = 0;
        for (var block = car.next(); block.isPresent(); block = car.next()) {
            missing.remove(block.get().cid());
            blocks++;
            bytes += block.get().data().size();
        }
        return car(car.roots(), List.copyOf(missing), blocks, bytes);
    }

    /// An identity CID is its content, so no archive needs to hold it.
    private static boolean holdsItsContent(Cid cid) {
        return cid.hash().code() == HashFunction.IDENTITY.code();
    }

    private static Answer car(List<Cid> roots, List<Cid> missing, long blocks, long bytes) {
        var object =
                Ipld.map(
                        "kind", Ipld.of("car"),
                        "roots", links(roots),
                        "missing", links(missing),
                        "blocks", Ipld.of(blocks),
                        "bytes", Ipld.of(bytes));
        var table = new Table();
        for (var root : roots) {
            table.row("  root", root + (missing.contains(root) ? " (not in the archive)" : ""));
        }
        table.row("  blocks", blocks + ", each with the hash of its name");
        table.row("  bytes", Long.toString(bytes));
        return Names.answer("CAR archive, version 1", object, table);
    }

    private static Ipld links(List<Cid> cids) {
        var links = new ArrayList<Ipld>();
        cids.forEach(cid -> links.add(Ipld.of(cid)));
        return new Ipld.List(links);
    }
}

package ipvm.data;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes a CARv1: the roots, then blocks in the order in which they are put.
///
/// The stream stays the caller's to buffer, flush and close.
public final class CarWriter implements BlockSink {

    static final long VERSION = 1;

    private final OutputStream out;

    public CarWriter(OutputStream out, List<Cid> roots) throws IOException {
        this.out = out;
        var links = new Ipld.List(roots.stream().map(Ipld::of).toList());
        var header = DagCbor.encode(Ipld.map("roots", links, "version", Ipld.of(VERSION)));
        Varint.of(header.size()).writeTo(out);
        header.writeTo(out);
    }

    @Override
    public void put(Block block) throws IOException {
        var cid = block.cid().encode();
        Varint.of((long) cid.size() + block.data().size()).writeTo(out);
        cid.writeTo(out);
        block.data().writeTo(out);
    }
}

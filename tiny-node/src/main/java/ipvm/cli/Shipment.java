package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.BlockSink;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Content on its way from a command into the home's store, some megabytes a request.
final class Shipment implements BlockSink {

    private static final long REQUEST_BYTES_MAX = 4 << 20;

    private final Desk desk;
    private final boolean isPinned;
    private final List<Ipld> waiting = new ArrayList<>();
    private long waitingBytes;
    private long added;

    Shipment(Desk desk, boolean isPinned) {
        this.desk = desk;
        this.isPinned = isPinned;
    }

    /// Puts a file and says what it is called.
    static Cid file(Desk desk, InputStream in, boolean isPinned)
            throws Stop, MalformedException, IOException {
        var shipment = new Shipment(desk, isPinned);
        var written = shipment.file(in);
        shipment.flush();
        return written.cid();
    }

    /// Puts what was cut into blocks before.
    static void blocks(Desk desk, List<Block> blocks) throws Stop, MalformedException, IOException {
        var shipment = new Shipment(desk, false);
        for (var block : blocks) {
            shipment.put(block);
        }
        shipment.flush();
    }

    UnixFsWriter.Written file(InputStream in) throws IOException {
        return new UnixFsWriter(this).file(in);
    }

    @Override
    public void put(Block block) throws IOException {
        waiting.add(Ipld.list(Ipld.of(block.cid()), Ipld.of(block.data())));
        waitingBytes += block.data().size();
        if (waitingBytes >= REQUEST_BYTES_MAX) {
            try {
                flush();
            } catch (Stop | MalformedException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /// Sends what is left.
    void flush() throws Stop, MalformedException, IOException {
        if (!waiting.isEmpty()) {
            var args = Ipld.map("blocks", new Ipld.List(waiting), "pin", Ipld.of(isPinned));
            added += new Word(desk.one("put", args)).number("new");
            waiting.clear();
            waitingBytes = 0;
        }
    }

    /// Blocks that were not there before.
    long added() {
        return added;
    }
}

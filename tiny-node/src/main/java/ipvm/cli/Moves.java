package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Found;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.data.UnixFsReader;
import ipvm.key.Did;
import java.io.IOException;
import java.util.Optional;

/// How much content goes to a neighbour or comes from one: `{moved, bytes}` whenever it is more,
/// `bytes` being what it is in all, 0 where that is not known.
final class Moves {

    private final Station station;
    private final Did peer;
    private final Optional<Cid> root;
    private final long before;
    private long told;

    /// @param root of the content; of nothing no word is said
    Moves(Station station, Did peer, Optional<Cid> root) {
        this.station = station;
        this.peer = peer;
        this.root = root;
        this.before = moved();
    }

    Did peer() {
        return peer;
    }

    private long moved() {
        return station.neighbours().all().movedBytes(peer);
    }

    void tell(Desk.Lines lines) throws Stop, MalformedException, IOException {
        long now = moved() - before;
        if (root.isPresent() && now > told) {
            told = now;
            lines.line(Ipld.map("moved", Ipld.of(now), "bytes", Ipld.of(bytes(root.get()))));
        }
    }

    Ipld.Map with(Ipld.Map line) {
        return line.with("moved", Ipld.of(moved() - before));
    }

    private long bytes(Cid cid) throws IOException {
        try {
            var found = new UnixFsReader(station.store(), Limits.DEFAULT).open(cid);
            return found instanceof Found.File file ? file.bytes() : 0;
        } catch (MalformedException | NotFoundException e) {
            return 0;
        }
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `seek {peer}`: who a neighbour is, by DID, name or place.
final class SeekOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var did = station.neighbours().find(args.text("peer"));
        lines.line(Ipld.map("did", Ipld.of(did.text())));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `faults {}`: what is found wrong in the store when all of it is read.
final class FaultsOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var faults = station.faults().stream().<Ipld>map(Ipld::of).toList();
        lines.line(Ipld.map("faults", new Ipld.List(faults)));
    }
}

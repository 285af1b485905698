package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `stop {}`: the daemon ends; its connections are closed when it has let go of everything.
final class StopOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        lines.line(Ipld.map("stopping", Ipld.of(true)));
        station.stopping().countDown();
    }
}

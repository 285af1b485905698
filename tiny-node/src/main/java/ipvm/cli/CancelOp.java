package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Reply;
import java.io.IOException;

/// `cancel {cid}`: takes a task or a workflow back.
final class CancelOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var cid = args.link("cid");
        var reply = Patience.until(station.node().withdraw(cid));
        if (!(reply instanceof Reply.Cancelled)) {
            throw Told.stop(reply);
        }
        lines.line(Ipld.map("cid", Ipld.of(cid), "cancelled", Ipld.of(true)));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `block {cid}`: `{bytes}`, or nothing where the block is not here.
final class BlockOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var block = station.store().block(args.link("cid"));
        lines.line(block.isPresent() ? Ipld.map("bytes", Ipld.of(block.get())) : Ipld.map());
    }
}

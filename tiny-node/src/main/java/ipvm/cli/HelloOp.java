package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `hello {}`: `{pid, version}`, with which a daemon shows that it is one.
final class HelloOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        lines.line(
                Ipld.map(
                        "pid", Ipld.of(ProcessHandle.current().pid()),
                        "version", Ipld.of(Version.number())));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Admitted;
import ipvm.node.Reply;
import ipvm.task.Task;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;

/// `invoke {token, proofs, detach?}`: lets a signed request in and answers as `run` does.
final class InvokeOp implements Op {

    private static final int PROOFS_MAX = 256;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        long start = station.nowMillis();
        var request = Invocation.decode(args.bytes("token"));
        var reply = reply(station, admitted(station, args), args.truth("detach"));
        lines.line(
                new Told(station.did(), start).line(reply, Task.of(request), station.nowMillis()));
    }

    private static Proofs proofs(Word args) throws Stop, MalformedException {
        var items = args.items("proofs");
        if (items.size() > PROOFS_MAX) {
            throw Stop.usage("more than " + PROOFS_MAX + " proofs");
        }
        var delegations = new ArrayList<Delegation>();
        for (Ipld item : items) {
            if (Token.decode(Word.bytes(item)) instanceof Delegation delegation) {
                delegations.add(delegation);
            }
        }
        return Proofs.of(delegations);
    }

    static Admitted admitted(Station station, Word args) throws Stop, MalformedException {
        return station.node().admit(Invocation.decode(args.bytes("token")), proofs(args));
    }

    private static Reply reply(Station station, Admitted admitted, boolean isDetached) throws Stop {
        var node = station.node();
        return switch (admitted) {
            case Admitted.In(var order) ->
                    Patience.until(isDetached ? node.entrust(order) : node.ask(order));
            case Admitted.Out(var reply) -> reply;
        };
    }
}

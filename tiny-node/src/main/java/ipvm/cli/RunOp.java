package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.node.Order;
import ipvm.node.Reply;
import ipvm.task.Task;
import java.io.IOException;

/// `run {mod, fun, params, nonce, fuel, memory, time, detach?}`: one line as `ipvm run --json`
/// prints it. Without `detach`, a task is taken back when the asker goes away and nobody else
/// waits.
final class RunOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        long start = station.nowMillis();
        var order = order(station, args);
        var reply = reply(station, order, args.truth("detach"));
        lines.line(new Told(station.did(), start).line(reply, order.task(), station.nowMillis()));
    }

    /// What a request asks for in the node's own name.
    static Order order(Station station, Word args) throws Stop, MalformedException {
        var call = new ipvm.task.Call(args.text("fun"), args.items("params"));
        var task = Task.wasm(station.did(), args.value("mod"), call, args.bytes("nonce"));
        var bounds = args.bounds().within(station.most());
        return Order.of(task, bounds, station.rights().own());
    }

    private static Reply reply(Station station, Order order, boolean isDetached) throws Stop {
        var node = station.node();
        return Patience.until(isDetached ? node.entrust(order) : node.ask(order));
    }
}

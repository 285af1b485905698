package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.node.Order;
import ipvm.schedule.Bounds;
import ipvm.task.Task;
import java.io.IOException;

/// `run {mod, fun, params, nonce, fuel, memory, time}`: one line as `ipvm run --json` prints it.
final class RunOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        long start = station.nowMillis();
        var call = new ipvm.task.Call(args.text("fun"), args.items("params"));
        var task = Task.wasm(station.did(), args.value("mod"), call, args.bytes("nonce"));
        var bounds =
                new Bounds(args.number("fuel"), args.number("memory"), args.number("time"))
                        .within(station.most());
        var order = Order.of(task, bounds, station.rights().own());
        var reply = station.node().ask(order).join();
        lines.line(new Told(station.did(), start).line(reply, task, station.nowMillis()));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Admitted;
import ipvm.node.Order;
import ipvm.schedule.Forecast;
import ipvm.schedule.Purse;
import ipvm.task.Instruction;
import ipvm.ucan.Budget;
import java.io.IOException;
import java.util.ArrayList;

/// `plan {...}`, with what `run` or `invoke` takes: one object that says what it would come to, and
/// nothing is run.
final class PlanOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        if (!args.has("token")) {
            lines.line(plan(station, RunOp.order(station, args)));
            return;
        }
        switch (InvokeOp.admitted(station, args)) {
            case Admitted.In(var order) -> lines.line(plan(station, order));
            case Admitted.Out(var reply) -> throw Told.stop(reply);
        }
    }

    private static Ipld.Map plan(Station station, Order order)
            throws Stop, MalformedException, IOException {
        var task = order.task();
        var tally = Patience.until(station.node().tally());
        return Ipld.map(
                "task", Ipld.of(task.cid()),
                "instruction",
                        task.instruction()
                                .map(Instruction::cid)
                                .map(Ipld::of)
                                .orElse(Ipld.ofNull()),
                "on", Ipld.of(station.did().text()),
                "for", Ipld.of(order.grant().holder().text()),
                "recall", Recall.of(station, task, order.bounds()).object(),
                "limits",
                        Ipld.map(
                                "fuel", Ipld.of(order.bounds().fuel()),
                                "memory", Ipld.of(order.bounds().memoryBytes()),
                                "time_ms", Ipld.of(order.bounds().timeMillis())),
                "budgets", budgets(station, order),
                "forecast", forecast(Forecast.of(station.store(), task)),
                "queued", Ipld.of(tally.queued()),
                "running", Ipld.of(tally.running()));
    }

    private static Ipld budgets(Station station, Order order) throws IOException {
        var rows = new ArrayList<Ipld>();
        var purse = new Purse(station.store());
        for (Budget budget : order.grant().budgets()) {
            rows.add(
                    Ipld.map(
                            "account", Ipld.of(budget.account()),
                            "fuel", Ipld.of(budget.fuel()),
                            "per", Ipld.of(budget.per().label()),
                            "left", Ipld.of(purse.left(budget, station.nowMillis()))));
        }
        return new Ipld.List(rows);
    }

    private static Ipld forecast(Forecast forecast) {
        return forecast.runs() == 0
                ? Ipld.ofNull()
                : Ipld.map(
                        "runs", Ipld.of(forecast.runs()),
                        "fuel", Ipld.of(forecast.fuel()),
                        "spread", Ipld.of(forecast.spread()),
                        "ms", Ipld.of(forecast.millis()));
    }
}

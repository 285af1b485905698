package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Docket;
import ipvm.node.UnderWay;
import ipvm.task.Instruction;
import ipvm.task.Task;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;

/// `tasks {max}`: a line for each task and workflow that is not over, then `{more}` if there are
/// others.
final class TasksOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var all = new LinkedHashMap<ipvm.data.Cid, UnderWay>();
        Patience.until(station.node().underWay()).forEach(one -> all.put(one.name(), one));
        for (var one : Docket.read(station.store(), station.rights())) {
            all.putIfAbsent(one.name(), one);
        }
        long left = args.number("max");
        for (var one : all.values()) {
            if (left-- <= 0) {
                lines.line(Ipld.map("more", Ipld.of(all.size() - args.number("max"))));
                return;
            }
            lines.line(line(one));
        }
    }

    private static Ipld.Map line(UnderWay one) {
        var state = Ipld.of(one.state().name().toLowerCase(Locale.ROOT));
        if (one.task().isEmpty()) {
            return Ipld.map(
                    "task", Ipld.ofNull(),
                    "instruction", Ipld.ofNull(),
                    "workflow", Ipld.of(one.name()),
                    "cmd", Ipld.ofNull(),
                    "fun", Ipld.ofNull(),
                    "state", state);
        }
        var task = one.task().get();
        return Ipld.map(
                "task", Ipld.of(one.name()),
                "instruction",
                        task.instruction()
                                .map(Instruction::cid)
                                .map(Ipld::of)
                                .orElse(Ipld.ofNull()),
                "workflow", Ipld.ofNull(),
                "cmd", Ipld.of(task.command().toString()),
                "fun", function(task),
                "state", state);
    }

    private static Ipld function(Task task) {
        return task.args().find("fun").orElse(Ipld.ofNull());
    }
}

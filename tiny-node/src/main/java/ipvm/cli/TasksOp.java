package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Docket;
import ipvm.node.HandedOut;
import ipvm.node.UnderWay;
import ipvm.task.Instruction;
import ipvm.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;

/// `tasks {max}`: a line for each task and workflow that is not over, here or at the neighbour that
/// was asked for it (`on`), then `{more}` if there are others.
final class TasksOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var all = new LinkedHashMap<ipvm.data.Cid, UnderWay>();
        Patience.until(station.node().underWay()).forEach(one -> all.put(one.name(), one));
        for (var one : Docket.read(station.store(), station.rights())) {
            all.putIfAbsent(one.name(), one);
        }
        var rows = new ArrayList<Ipld.Map>();
        all.values().forEach(one -> rows.add(line(one)));
        for (var one : HandedOut.read(station.store())) {
            rows.add(line(one.task(), "asked").with("on", Ipld.of(one.to().text())));
        }
        int max = Math.clamp(args.number("max"), 0, rows.size());
        for (var row : rows.subList(0, max)) {
            lines.line(row);
        }
        if (max < rows.size()) {
            lines.line(Ipld.map("more", Ipld.of(rows.size() - max)));
        }
    }

    private static Ipld.Map line(UnderWay one) {
        var state = one.state().name().toLowerCase(Locale.ROOT);
        if (one.task().isEmpty()) {
            return Ipld.map(
                    "task", Ipld.ofNull(),
                    "instruction", Ipld.ofNull(),
                    "workflow", Ipld.of(one.name()),
                    "cmd", Ipld.ofNull(),
                    "fun", Ipld.ofNull(),
                    "state", Ipld.of(state));
        }
        return line(one.task().get(), state);
    }

    private static Ipld.Map line(Task task, String state) {
        return Ipld.map(
                "task", Ipld.of(task.cid()),
                "instruction",
                        task.instruction()
                                .map(Instruction::cid)
                                .map(Ipld::of)
                                .orElse(Ipld.ofNull()),
                "workflow", Ipld.ofNull(),
                "cmd", Ipld.of(task.command().toString()),
                "fun", function(task),
                "state", Ipld.of(state));
    }

    private static Ipld function(Task task) {
        return task.args().find("fun").orElse(Ipld.ofNull());
    }
}

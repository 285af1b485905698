package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm wait`: the end of something that was handed in before.
final class Wait implements Command {

    private static final String CID = "CID";
    private static final String TIME = "--time";
    private static final String TIME_NORMAL = "2h";

    @Override
    public Syntax syntax() {
        return Syntax.of("wait", "wait for a task or a workflow that was handed in")
                .operand(CID, "the task, its instruction, or the workflow")
                .option(TIME, "TIME", "for so long at most, such as 30s; 2h if not given")
                .note(
                        "Prints what 'ipvm run' and 'ipvm workflow run' print. Ends with exit 7"
                                + " when the time is over, and with exit 5 when nothing is known by"
                                + " that name.")
                .example("ipvm wait bafyrei... --time 10m", "Wait for ten minutes at most");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var cid = Cid.parse(call.arguments().the(CID));
        var time = call.arguments().find(TIME).orElse(TIME_NORMAL);
        long millis = Quantity.MILLIS.parse(TIME, time);
        try (var desk = Reading.desk(call)) {
            var view = new EndView(call);
            var args =
                    Ipld.map(
                            "cid", Ipld.of(cid),
                            "time", Ipld.of(millis),
                            "goesOn", Ipld.of(desk.goesOn()));
            desk.ask("wait", args, view::line);
            return view.exit();
        }
    }
}

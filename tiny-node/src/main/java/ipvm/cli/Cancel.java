package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm cancel`: takes back what was handed in.
final class Cancel implements Command {

    private static final String CID = "CID";

    @Override
    public Syntax syntax() {
        return Syntax.of("cancel", "take a task or a workflow back")
                .operand(CID, "the task, its instruction, or the workflow")
                .note(
                        "A run is stopped; of a workflow no other task begins. What has reached the"
                                + " world already cannot be taken back: exit 6.")
                .example("ipvm cancel bafyrei...", "Stop it; 'ipvm tasks' lists the names");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var cid = Cid.parse(call.arguments().the(CID));
        try (var desk = Reading.desk(call)) {
            var line = desk.one("cancel", Ipld.map("cid", Ipld.of(cid)));
            call.out().result(Answer.of(line, cid + " was taken back"));
            return Exit.OK;
        }
    }
}

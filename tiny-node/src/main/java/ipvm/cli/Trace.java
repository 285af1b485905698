package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm trace`: everything that is known of a task or a workflow.
final class Trace implements Command {

    private static final String WHAT = "CID";

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("trace", "show all that is known of a task"))
                .operand(WHAT, "a task, an instruction, a receipt or a workflow")
                .note(
                        "What it does, every receipt with its signer and whether the signature"
                                + " holds, what it used and was told, what the world said of it,"
                                + " and whether who asks now is answered from a receipt, or why"
                                + " not.")
                .example("ipvm trace bafyrei...", "From the asker to the receipt")
                .example("ipvm trace bafyrei... --json", "The same in one object");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var cid = Cid.parse(call.arguments().the(WHAT));
        try (var desk = Reading.desk(call)) {
            call.out().result(TraceView.of(call, desk.one("trace", Ipld.map("cid", Ipld.of(cid)))));
            return Exit.OK;
        }
    }
}

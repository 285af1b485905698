package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Effects;
import java.io.IOException;

/// `ipvm workflow graph`: which task awaits which, as a picture.
final class WorkflowGraph implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("workflow graph", "draw which task awaits which, for Mermaid")
                .operand(WorkflowCheck.FILE, "Homestar's JSON or IPVM 0.1; - is standard input")
                .note(
                        "Functions are boxes, queries are round, commands are hexagons. An arrow"
                                + " goes from a task to one that awaits it and says on which end,"
                                + " unless that is its value; what is run when one fails is dotted.")
                .example(
                        "ipvm workflow graph photos.json > photos.mmd", "For mermaid.live or mmdc");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var source =
                new WorkflowSource(
                        Input.of(call.arguments().the(WorkflowCheck.FILE), call.world()));
        try (var effects = Effects.installed()) {
            var lines = new Mermaid(effects).lines(source.required().workflow());
            var text = String.join("\n", lines) + "\n";
            call.out().result(new Answer(Ipld.map("mermaid", Ipld.of(text)), lines));
            return Exit.OK;
        }
    }
}

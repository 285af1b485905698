package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm workflow run`: runs the tasks of a file as they become ready.
final class WorkflowRun implements Command {

    private static final String FILE = "FILE";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("workflow run", "run the tasks of a workflow")
                        .operand(FILE, "the workflow, Homestar's or IPVM 0.1; - is standard input");
        return Ration.options(syntax)
                .note(
                        "Tells of each task as it ends. What was run before is recalled, so a"
                                + " workflow that was cut off goes on where it was. Files that it"
                                + " names as file:REL are put first. On a terminal a bar says how"
                                + " far it is.")
                .example("ipvm workflow run pipeline.json", "Run it")
                .example("ipvm workflow run pipeline.json --json", "The same for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var settings = Settings.of(Home.of(call), call);
        var ration = Ration.of(words, settings);
        var source = new WorkflowSource(Input.of(words.the(FILE), call.world()));
        var read = source.required();
        try (var desk = Desk.open(call, settings)) {
            var workflow = source.shipped(read, desk);
            var request = ration.request().with("document", Ipld.of(workflow.block().data()));
            try (var view = new WorkflowView(call, workflow.jobs().size())) {
                desk.ask("workflow", request, view::line);
                return view.exit();
            }
        }
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Office;
import ipvm.task.Workflow;
import java.io.IOException;
import java.util.List;

/// `ipvm workflow run`: runs the tasks of a file as they become ready.
final class WorkflowRun implements Command {

    private static final String FILE = "FILE";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("workflow run", "run the tasks of a workflow")
                        .operand(FILE, "the workflow, Homestar's or IPVM 0.1; - is standard input");
        return Authority.key(Distance.option(Ration.options(syntax)))
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
            try (var view = new WorkflowView(call, workflow.jobs().size())) {
                if (words.has(Distance.ON)) {
                    far(call, desk, workflow, view);
                    return view.exit();
                }
                var request = ration.request().with("document", Ipld.of(workflow.block().data()));
                desk.ask("workflow", request, view::line);
                return view.exit();
            }
        }
    }

    /// The whole of it runs there; its receipts come back.
    private static void far(Call call, Desk desk, Workflow workflow, WorkflowView view)
            throws Stop, MalformedException, IOException {
        Shipment.blocks(desk, List.of(workflow.block()));
        var ration = Ration.of(call.arguments(), Settings.of(Home.of(call), call));
        var distance = Distance.of(call, desk);
        var args = ration.request().with("workflow", Ipld.of(workflow.cid()));
        long wait = ration.time().value() + Distance.WAY_MILLIS;
        var request = distance.request(Office.WORKFLOW, args, wait).with("marked", Ipld.of(true));
        var far = Far.ask(desk, request, view::line);
        call.out().note("on " + distance.peer() + far.text());
    }
}

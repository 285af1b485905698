package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.task.WorkflowFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

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
                                + " names as file:REL are put first.")
                .example("ipvm workflow run pipeline.json", "Run it")
                .example("ipvm workflow run pipeline.json --json", "The same for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var settings = Settings.of(Home.of(call), call);
        var ration = Ration.of(words, settings);
        var input = Input.of(words.the(FILE), call.world());
        var text = input.bytes(Limits.DEFAULT.documentBytesMax());
        try (var desk = Desk.open(call, settings)) {
            var workflow = workflow(input, text, desk);
            var view = new WorkflowView(call, workflow.jobs().size());
            desk.ask(
                    "workflow",
                    ration.request().with("document", Ipld.of(workflow.block().data())),
                    view::line);
            return view.exit();
        }
    }

    /// What other workflows did is asked for when it is needed: it may have come by then.
    private static Workflow workflow(Input input, Bytes text, Desk desk)
            throws Stop, MalformedException, IOException {
        try {
            var file = WorkflowFile.read(text, Limits.DEFAULT, cid -> true);
            return file.with(put(file, input, desk));
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    private static Map<String, Cid> put(WorkflowFile file, Input input, Desk desk)
            throws Stop, MalformedException, IOException {
        var links = new HashMap<String, Cid>();
        for (var reference : file.files()) {
            var beside = input.path().resolveSibling(reference.path());
            if (!java.nio.file.Files.isRegularFile(beside)) {
                throw reference.malformed("a file beside this one", "none at " + beside);
            }
            if (!links.containsKey(reference.path())) {
                try (var in = java.nio.file.Files.newInputStream(beside)) {
                    var shipment = new Shipment(desk, false);
                    links.put(reference.path(), shipment.file(in).cid());
                    shipment.flush();
                }
            }
        }
        return links;
    }
}

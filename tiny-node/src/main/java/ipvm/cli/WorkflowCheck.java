package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Effects;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Workflow;
import java.io.IOException;

/// `ipvm workflow check`: whether a file is a workflow that can be run, and if not, where it is
/// wrong.
final class WorkflowCheck implements Command {

    static final String FILE = "FILE|-";

    @Override
    public Syntax syntax() {
        return Syntax.of("workflow check", "say whether a workflow file is right, or where not")
                .operand(FILE, "Homestar's JSON or IPVM 0.1; - is standard input")
                .note(
                        "Finds unknown and double keys, amounts that make no sense, awaits of tasks"
                                + " that are not there, rings of tasks, and secrets that would come"
                                + " to light. Files named by file:PATH must lie beside FILE; they"
                                + " are read for their names and put nowhere.")
                .example("ipvm workflow check photos.json", "photos.json:7:31: reason, and exit 2")
                .example("ipvm workflow check photos.json --json", "The same for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var source = new WorkflowSource(Input.of(call.arguments().the(FILE), call.world()));
        try {
            var workflow = source.named();
            call.out().result(valid(workflow));
            note(workflow, call.out());
            return Exit.OK;
        } catch (MalformedException e) {
            call.out().result(Answer.of(invalid(e), source.fault(e)));
            return Exit.USAGE;
        }
    }

    private static Answer valid(Workflow workflow) {
        int tasks = workflow.jobs().size();
        var cid = workflow.cid();
        var object =
                Ipld.map(
                        "valid", Ipld.of(true),
                        "tasks", Ipld.of(tasks),
                        "workflow", Ipld.of(cid));
        return Answer.of(object, "valid: " + tasks + (tasks == 1 ? " task, " : " tasks, ") + cid);
    }

    private static Ipld.Map invalid(MalformedException fault) {
        var error =
                Ipld.map(
                        "name", Ipld.of("Malformed"),
                        "message", Ipld.of(Shown.reason(fault)),
                        "line", Ipld.of(fault.line()),
                        "column", Ipld.of(fault.column()));
        return Ipld.map("valid", Ipld.of(false), "error", error);
    }

    /// What is right as it stands but hangs on where it is run.
    private static void note(Workflow workflow, Output out) {
        try (var effects = Effects.installed()) {
            workflow.jobs().stream()
                    .filter(job -> !job.isWasm() && effects.find(job.command()).isEmpty())
                    .map(Job::command)
                    .distinct()
                    .forEach(command -> out.note(Shown.safe("here " + effects.missing(command))));
        }
        long outside =
                workflow.jobs().stream()
                        .flatMap(job -> job.needs().stream())
                        .filter(need -> need instanceof Need.Outside)
                        .count();
        if (outside > 0) {
            out.note(outside + " of its awaits are of tasks of other workflows");
        }
    }
}

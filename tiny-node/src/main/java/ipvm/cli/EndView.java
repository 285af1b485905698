package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Optional;

/// What was waited for, whichever it is: the line of a task, or the lines of a workflow.
final class EndView {

    private final Call call;
    private final WorkflowView workflow;
    private Optional<Ended> task = Optional.empty();

    EndView(Call call) {
        this.call = call;
        this.workflow = new WorkflowView(call);
    }

    void line(Ipld.Map line) throws MalformedException {
        if (line.find("name").isPresent() || line.find("workflow").isPresent()) {
            workflow.line(line);
        } else {
            task = Optional.of(new Ended(line));
        }
    }

    Exit exit() throws Stop, MalformedException {
        return task.isPresent() ? task.get().show(call, name -> "") : workflow.exit();
    }
}

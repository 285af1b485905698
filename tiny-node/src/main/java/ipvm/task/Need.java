package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;

/// What a job waits for: an end of another one, on the branch that is to be taken.
///
/// Among the arguments of a [Job] the label of a job beside it stands as text, and the name of a
/// task outside of the workflow as a link, however they were written.
public sealed interface Need {

    Branch branch();

    /// A job of the same workflow.
    record Beside(String label, Branch branch) implements Need {}

    /// A task of another one, by either of its names.
    record Outside(Cid task, Branch branch) implements Need {}

    /// The await as it stands among the arguments.
    default Ipld encode() {
        return switch (this) {
            case Beside(var label, var branch) -> Ipld.map(branch.key(), Ipld.of(label));
            case Outside(var task, var branch) -> Ipld.map(branch.key(), Ipld.of(task));
        };
    }

    static Need of(Branch branch, Ipld target) {
        return target instanceof Ipld.Link(var task)
                ? new Outside(task, branch)
                : new Beside(((Ipld.Text) target).value(), branch);
    }
}

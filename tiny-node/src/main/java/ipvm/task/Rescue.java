package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/// What is run when a task of a workflow fails: a pure function of the failure.
///
/// @param job its `params` follow the failure
public record Rescue(Job job) {

    /// What the function makes of a failure.
    public sealed interface Answer {

        /// The task ends with this value after all.
        record Ok(Ipld value) implements Answer {}

        /// The end of another task of the workflow is taken in its place.
        record Rewire(String label) implements Answer {}

        /// It fails, with this message.
        record Rethrow(String message) implements Answer {}
    }

    /// The arguments of the call: the failure, then those that are written.
    public Ipld.Map args(Ipld failure) {
        var params = new ArrayList<Ipld>(List.of(failure));
        job.args()
                .find(Task.PARAMS)
                .map(written -> ((Ipld.List) written).items())
                .ifPresent(params::addAll);
        return job.args().with(Task.PARAMS, new Ipld.List(params));
    }

    /// Reads what the function returned: `{"ok": value}`, `{"rewire": label}` or `{"msg": text}`.
    public static Answer answer(Ipld value) throws MalformedException {
        var node = Node.of("catch", value);
        if (node.map().entries().size() != 1) {
            throw node.malformed("one of ok, rewire, msg", node.map().entries().size() + " keys");
        }
        var key = node.map().entries().getFirst().key();
        var said = node.field(key);
        return switch (key) {
            case "ok" -> new Answer.Ok(said.value());
            case "rewire" -> new Answer.Rewire(said.text());
            case "msg" -> new Answer.Rethrow(said.text());
            default -> throw node.malformed("one of ok, rewire, msg", "'" + key + "'");
        };
    }
}

package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One task of a workflow as it will be run, in whichever form it was written.
///
/// @param label the key of the task, in Homestar's form its index
/// @param subject whose resource it is about; where it is not said, the node's that runs it
/// @param args with awaits of jobs beside it by their labels, of others by their links
/// @param needs each end that is awaited, once, in the order in which it is first written
/// @param proofs delegations, the root first, for whoever signs the invocation of this
/// @param homestar what it was read from, whose names Homestar's peers know
/// @param signed the invocation that it was read from, which is taken as it is
public record Job(
        String label,
        Optional<Did> subject,
        Command command,
        Ipld.Map args,
        Bytes nonce,
        Wish wish,
        List<Need> needs,
        List<Cid> proofs,
        Optional<HomestarTask> homestar,
        Optional<Invocation> signed) {

    public Job {
        needs = List.copyOf(needs);
        proofs = List.copyOf(proofs);
    }

    public Config config() {
        return wish.config();
    }

    /// What a need has come to.
    ///
    /// @param receipt where it is said
    public record End(Result result, Cid receipt) {}

    /// What the arguments are, as far as that is known.
    public sealed interface Resolution {

        /// Every await has its value.
        record Ready(Ipld.Map args) implements Resolution {}

        /// Some have none yet.
        record Waiting(List<Need> needs) implements Resolution {
            public Waiting {
                needs = List.copyOf(needs);
            }
        }

        /// One ended on the other branch, so the job ends in this error.
        record Mismatch(Ipld.Map error) implements Resolution {}
    }

    public boolean isWasm() {
        return command.equals(Task.WASM_RUN);
    }

    /// The function of a Wasm job.
    public Optional<String> function() {
        return args.find(Task.FUNCTION)
                .filter(fun -> isWasm() && fun instanceof Ipld.Text)
                .map(fun -> ((Ipld.Text) fun).value());
    }

    /// The arguments with the ends of all needs in place of their awaits.
    ///
    /// Nothing is said of a mismatch before all ends are known, so that it is the same one
    /// whichever comes first.
    public Resolution resolve(Function<Need, Optional<End>> ends) {
        var waiting = new ArrayList<Need>();
        Optional<Ipld.Map> mismatch = Optional.empty();
        for (var need : needs) {
            var end = ends.apply(need);
            if (end.isEmpty()) {
                waiting.add(need);
            } else if (mismatch.isEmpty() && !need.branch().takes(end.get().result())) {
                mismatch = Optional.of(mismatch(need.branch(), end.get()));
            }
        }
        if (!waiting.isEmpty()) {
            return new Resolution.Waiting(waiting);
        }
        return mismatch.isPresent()
                ? new Resolution.Mismatch(mismatch.get())
                : new Resolution.Ready(filled(need -> ends.apply(need).orElseThrow().result()));
    }

    private Ipld.Map filled(Function<Need, Result> results) {
        var filled =
                Await.replaced(
                        args,
                        (branch, target) ->
                                inlined(branch, results.apply(Need.of(branch, target))));
        return (Ipld.Map) filled;
    }

    /// Of whichever end comes, UCAN wants to see which one it is; Homestar does not.
    private Ipld inlined(Branch branch, Result result) {
        if (branch != Branch.ANY || homestar.isPresent()) {
            return result.value();
        }
        return Ipld.map(result.isError() ? "error" : "ok", result.value());
    }

    private static Ipld.Map mismatch(Branch branch, End end) {
        return Ipld.map(
                "reason", Ipld.of("branch mismatch"),
                "expected", Ipld.of(branch == Branch.ERROR ? "error" : "ok"),
                "got", Ipld.of(end.result().isError() ? "error" : "ok"),
                "from", Ipld.of(end.receipt()));
    }

    /// What is to be done, once the arguments are known.
    ///
    /// @param node whose task it is where the workflow names nobody
    public Task task(Did node, Ipld.Map ready) {
        return new Task(subject.orElse(node), command, ready, nonce);
    }

    Job kept() {
        return new Job(
                label, subject, command, args, nonce, wish.kept(), needs, proofs, homestar, signed);
    }
}

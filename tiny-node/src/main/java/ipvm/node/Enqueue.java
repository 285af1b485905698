package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Settlement;
import ipvm.effect.Surroundings;
import ipvm.schedule.Bounds;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Takes on the workflow that a task asks for, by the right of whoever asked for the task.
///
/// A workflow is known by its content, so one that was taken on before is not done again.
///
/// @param submit hands a workflow in and tells what is heard of it
record Enqueue(Store store, Grant grant, Bounds most, BiConsumer<Plan, Consumer<Reply>> submit)
        implements Surroundings.Tasks {

    @Override
    public Answer enqueue(Ask ask, Ipld workflow) {
        try {
            var read = read(workflow);
            if (read.isEmpty()) {
                return Answer.failed("Missing", "the workflow is not here");
            }
            return accepted(new Plan(read.get(), grant, most, most));
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        } catch (StoreException e) {
            return new Answer.NotFired(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Workflow> read(Ipld workflow) throws MalformedException, StoreException {
        var document =
                workflow instanceof Ipld.Link(Cid cid)
                        ? store.block(cid)
                        : Optional.of(DagCbor.encode(workflow));
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(Workflow.decode(document.get(), Limits.DEFAULT, cid -> true));
    }

    private Answer accepted(Plan plan) {
        var first = new CompletableFuture<Reply>();
        submit.accept(plan, first::complete);
        return first.join() instanceof Reply.Begun(var workflow)
                ? Answer.done(Ipld.of(workflow))
                : new Answer.NotFired("it was not taken on: " + first.join());
    }

    @Override
    public Settlement enqueued(Ask ask) {
        return new Settlement.NotFired("it is taken on once, however often it is asked for");
    }
}

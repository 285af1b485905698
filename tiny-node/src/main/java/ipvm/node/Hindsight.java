package ipvm.node;

import ipvm.data.Cid;
import ipvm.task.Job;
import ipvm.task.Workflow;
import ipvm.ucan.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a workflow that is over came to, read off the receipts: its flow is walked once more and
/// nothing is run.
final class Hindsight implements Flow.Around {

    private final Flow flow;
    private final Function<Cid, Reply> past;
    private Optional<Cid> missing = Optional.empty();

    /// @param past the end of a task, as far as it is known
    Hindsight(Workflow workflow, Rights rights, Function<Cid, Reply> past) {
        var plan = new Plan(workflow, rights.own(), Rights.ANY, Rights.ANY);
        this.flow = new Flow(plan, rights);
        this.past = past;
    }

    /// All that was told when it ended, or one word that some of it is not here.
    List<Reply> replies() {
        var replies = new ArrayList<Reply>();
        flow.join(replies::add);
        flow.pump(this); // to its end, as each answer is there at once
        flow.close();
        return missing.<List<Reply>>map(task -> List.of(new Reply.Missing(said(task))))
                .orElse(replies);
    }

    private String said(Cid task) {
        return "the workflow " + flow.name() + " is here, but no receipt of its task " + task;
    }

    @Override
    public void ask(Waiter waiter) {
        var reply = found(waiter.order().names());
        if (!(reply instanceof Reply.Ended)) {
            missing = missing.or(() -> Optional.of(waiter.order().task().cid()));
            flow.cancel();
        }
        waiter.hear(reply);
    }

    /// Nothing is run, so it needs nobody's right.
    @Override
    public Admitted admit(Invocation request, Order order) {
        return new Admitted.In(order);
    }

    private Reply found(List<Cid> names) {
        return names.stream()
                .map(past)
                .filter(Reply.Ended.class::isInstance)
                .findFirst()
                .orElseGet(() -> new Reply.Missing("a receipt"));
    }

    @Override
    public Optional<Job.End> known(Cid task) {
        return past.apply(task) instanceof Reply.Ended ended && ended.receipt().sealed().isEmpty()
                ? Optional.of(Flow.end(ended.receipt().outcome(), ended.receipt().cid()))
                : Optional.empty();
    }
}

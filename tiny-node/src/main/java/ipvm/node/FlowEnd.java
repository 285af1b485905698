package ipvm.node;

import ipvm.data.Ipld;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Outcome;
import ipvm.task.Workflow;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What a workflow comes to as one work: the value of the task that no other waits for, or of all
/// such by their labels; if one of those failed, the first failure on the way.
final class FlowEnd implements Waiter.Ear {

    private final Workflow workflow;
    private final Fuel fuel;
    private final Consumer<Ending> ended;
    private final Map<String, Reply.Step> steps = new LinkedHashMap<>();
    private long burnt;

    /// What one work came to: an end and what it burnt, or a reply after which it may be tried
    /// again.
    sealed interface Ending {
        record Over(Outcome outcome, long fuel) implements Ending {}

        record Later() implements Ending {}
    }

    /// What counts of the fuel of an answer.
    @FunctionalInterface
    interface Fuel {
        long of(Reply.Ended ended);
    }

    FlowEnd(Workflow workflow, Fuel fuel, Consumer<Ending> ended) {
        this.workflow = workflow;
        this.fuel = fuel;
        this.ended = ended;
    }

    @Override
    public void hear(Reply reply) {
        switch (reply) {
            case Reply.Step step -> {
                steps.put(step.job().label(), step);
                burnt += step.reply() instanceof Reply.Ended end ? fuel.of(end) : 0;
            }
            case Reply.Whole whole -> ended.accept(new Ending.Over(outcome(), burnt));
            case Reply.Accepted a -> {}
            case Reply.Begun b -> {}
            case Reply.Ended e -> ended.accept(of(e, fuel));
            case Reply.Unsigned u -> ended.accept(of(u, fuel));
            case Reply.Denied d -> ended.accept(of(d, fuel));
            case Reply.Busy b -> ended.accept(of(b, fuel));
            case Reply.Full f -> ended.accept(of(f, fuel));
            case Reply.Broken b -> ended.accept(of(b, fuel));
            case Reply.Missing m -> ended.accept(of(m, fuel));
            case Reply.Refused r -> ended.accept(of(r, fuel));
            case Reply.Cancelled c -> ended.accept(of(c, fuel));
        }
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    /// What one task came to.
    static Ending of(Reply reply, Fuel fuel) {
        long burnt = reply instanceof Reply.Ended ended ? fuel.of(ended) : 0;
        return reply.end()
                .<Ending>map(end -> new Ending.Over(end, burnt))
                .orElseGet(Ending.Later::new);
    }

    private Outcome outcome() {
        var last = Ipld.map();
        var awaited = awaited();
        boolean isFailed = false;
        for (var job : workflow.jobs()) {
            var step = steps.get(job.label());
            if (step != null && !awaited.contains(job.label())) {
                isFailed |= step.result().isError();
                last = last.with(job.label(), shown(step));
            }
        }
        if (isFailed) {
            return failure();
        }
        return new Outcome.Ok(
                last.entries().size() == 1 ? last.entries().getFirst().value() : last);
    }

    /// A rule shows what came out to everybody, so it is not told what is a secret.
    private static Ipld shown(Reply.Step step) {
        return step.job().config().isSecret() ? Ipld.ofNull() : step.result().value();
    }

    private Set<String> awaited() {
        var awaited = new HashSet<String>();
        for (Job job : workflow.jobs()) {
            for (var need : job.needs()) {
                if (need instanceof Need.Beside(var label, var branch)) {
                    awaited.add(label);
                }
            }
        }
        return awaited;
    }

    private Outcome failure() {
        var first = steps.values().stream().filter(step -> step.result().isError()).findFirst();
        return first.map(FlowEnd::failure)
                .orElseThrow(() -> new IllegalStateException("a failure without one"));
    }

    private static Outcome failure(Reply.Step step) {
        if (step.job().config().isSecret()) {
            return new Outcome.Failed("TaskFailed", step.job().label() + ": it is a secret how");
        }
        var error = step.result().value();
        var name = word(error, "name", "Failed");
        var why = word(error, "message", word(error, "reason", ""));
        return new Outcome.Failed("TaskFailed", step.job().label() + ": " + name + ": " + why);
    }

    private static String word(Ipld error, String key, String none) {
        return error instanceof Ipld.Map map
                        && map.find(key).orElse(Ipld.ofNull()) instanceof Ipld.Text(var text)
                ? text
                : none;
    }
}

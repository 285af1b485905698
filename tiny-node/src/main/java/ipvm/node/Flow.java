package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.schedule.Memo;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Outcome;
import ipvm.task.Readiness;
import ipvm.task.Rescue;
import ipvm.task.Result;
import ipvm.task.Stages;
import ipvm.task.Task;
import ipvm.task.Wish;
import ipvm.task.Workflow;
import ipvm.ucan.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of a workflow: which jobs are under way, and what those that are over have come to.
///
/// It asks for its jobs like everybody else, a window of them at a time, so that a workflow of ten
/// thousand jobs leaves room in the queue for others. Nothing of it is written but that it was
/// accepted: after a restart it begins anew, and what was done is recalled.
final class Flow {

    private static final int WINDOW = 64;

    private final Workflow workflow;
    private final Cid name;
    private final Plan plan;
    private final Stages stages;
    private final Readers readers;
    private final Readiness readiness;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<String, Reply.Step> ends = new LinkedHashMap<>();

    /// Jobs that take the end of another one, by its label.
    private final Map<String, List<Job>> rewired = new HashMap<>();

    private final List<Waiter.Ear> ears = new ArrayList<>();
    private int underWay;
    private long failed;
    private boolean isStalled;

    /// Whether something failed that comes before what cannot be taken back.
    private boolean isSpoilt;

    private Optional<Reply> broken = Optional.empty();

    /// What the flow wants of the node around it.
    interface Around {

        /// Asks for a task.
        void ask(Waiter waiter);

        /// The same order by the right of somebody who has signed it, if that holds.
        Admitted admit(Invocation request, Order order);

        /// The end of a task of another workflow, if it is known here.
        Optional<Job.End> known(Cid task);
    }

    Flow(Plan plan, Rights rights) {
        this.plan = plan;
        this.workflow = plan.workflow();
        this.name = workflow.cid();
        this.readers = new Readers(workflow, plan.grant(), rights.self());
        this.stages = Stages.of(workflow, command -> !rights.isHarmless(command));
        this.readiness = stages.begin();
        this.waiting.addAll(readiness.ready());
    }

    Cid name() {
        return name;
    }

    /// No other job begins; those that are under way come to their end.
    void cancel() {
        broken = broken.or(() -> Optional.of(new Reply.Cancelled()));
    }

    boolean isCancelled() {
        return broken.filter(Reply.Cancelled.class::isInstance).isPresent();
    }

    void leave(long call) {
        ears.removeIf(ear -> ear.isOf(call));
    }

    /// Somebody wants to hear; what was said before is said again.
    void join(Waiter.Ear ear) {
        ear.hear(new Reply.Begun(name));
        ends.values().forEach(ear::hear);
        ears.add(ear);
    }

    /// Whether it is asked for by rules alone.
    boolean isPatient() {
        return !ears.isEmpty() && ears.stream().allMatch(Waiter.Ear::isPatient);
    }

    boolean isOver() {
        return broken.isPresent() ? underWay == 0 : readiness.isOver();
    }

    /// Whether it came to an end, or could not be gone on with for now.
    boolean isBroken() {
        return broken.isPresent();
    }

    /// The last word.
    void close() {
        var last = broken.orElseGet(() -> new Reply.Whole(name, ends.size() - failed, failed));
        ears.forEach(ear -> ear.hear(last));
    }

    /// Asks for as many jobs as may be under way.
    void pump(Around around) {
        isStalled = false;
        while (broken.isEmpty() && !isStalled && underWay < WINDOW && !waiting.isEmpty()) {
            begin(waiting.remove(), around);
        }
    }

    private void begin(Job job, Around around) {
        if (isSpoilt && !job.isWasm() && !stages.isBeforeCommands(job.label())) {
            unrun(job, Memo.NOT_FIRED, "a task that comes before it failed", around);
            return;
        }
        switch (job.resolve(need -> end(need, around))) {
            case Job.Resolution.Ready(var args) -> {
                ask(job, job.task(plan.grant().subject(), args), around);
            }
            case Job.Resolution.Mismatch(var error) ->
                    unrun(job, "BranchMismatch", mismatch(error), around);
            case Job.Resolution.Waiting(var needs) -> {
                unrun(job, "Missing", "the end of " + names(needs) + " is not known here", around);
            }
        }
    }

    private static String names(List<Need> needs) {
        return needs.stream()
                .map(need ->
                        switch (need) {
                            case Need.Beside(var label, var branch) -> label;
                            case Need.Outside(var task, var branch) -> task.toString();
                        })
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private static String mismatch(Ipld.Map error) {
        return "expected %s, got %s".formatted(word(error, "expected"), word(error, "got"));
    }

    private static String word(Ipld.Map map, String key) {
        return map.find(key).orElse(Ipld.ofNull()) instanceof Ipld.Text(var text) ? text : "";
    }

    private Optional<Job.End> end(Need need, Around around) {
        return switch (need) {
            case Need.Beside(var label, var branch) ->
                    Optional.ofNullable(ends.get(label))
                            .map(step -> new Job.End(step.result(), from(step)));
            case Need.Outside(var task, var branch) -> around.known(task);
        };
    }

    private Cid from(Reply.Step step) {
        return step.reply() instanceof Reply.Ended ended ? ended.receipt().cid() : name;
    }

    private void ask(Job job, Task task, Around around) {
        underWay++;
        var aliases = job.homestar().map(it -> List.of(it.run().cid())).orElse(List.of());
        var order = order(task, job.wish()).knownAs(aliases).secret(readers.of(job));
        var signed = job.signed();
        Waiter.Ear ear = reply -> heard(job, reply, around);
        switch (signed.isPresent() ? around.admit(signed.get(), order) : new Admitted.In(order)) {
            case Admitted.In(var in) ->
                    around.ask(new Waiter(in, isPatient() ? ear.patient() : ear));
            case Admitted.Out(var reply) -> heard(job, reply, around);
        }
    }

    private Order order(Task task, Wish wish) {
        return Order.of(task, plan.normal(), plan.grant())
                .wishing(wish, plan.normal(), plan.most())
                .commanding(plan.mayCommand());
    }

    private void heard(Job job, Reply reply, Around around) {
        underWay--;
        if (reply instanceof Reply.Ended ended) {
            ended(job, ended, ended.receipt().outcome(), around);
        } else if (reply instanceof Reply.Busy) {
            waiting.addFirst(job);
            isStalled = true; // until something else has happened
        } else {
            reply.end()
                    .ifPresentOrElse(
                            outcome -> unrun(job, outcome, around),
                            () -> broken = Optional.of(reply));
        }
    }

    private void ended(Job job, Reply reply, Outcome outcome, Around around) {
        var step = new Reply.Step(job, reply, result(outcome));
        if (step.result().isError() && workflow.rescue().isPresent() && !isRewired(job)) {
            rescue(job, step, workflow.rescue().get(), around);
        } else {
            settle(job, step, around);
        }
    }

    private boolean isRewired(Job job) {
        return rewired.values().stream().anyMatch(jobs -> jobs.contains(job));
    }

    private static Result result(Outcome outcome) {
        return outcome instanceof Outcome.Ok(var value)
                ? Result.ok(value)
                : Result.error(outcome.encode().find("error").orElseThrow());
    }

    static Job.End end(Outcome outcome, Cid receipt) {
        return new Job.End(result(outcome), receipt);
    }

    /// It ended before it was run.
    private void unrun(Job job, String name, String message, Around around) {
        unrun(job, new Outcome.Failed(name, message), around);
    }

    private void unrun(Job job, Outcome outcome, Around around) {
        ended(job, new Reply.Unsigned(outcome), outcome, around);
    }

    /// The function that catches is asked what to make of it.
    private void rescue(Job job, Reply.Step failure, Rescue rescue, Around around) {
        underWay++;
        var task = rescue.job().task(plan.grant().subject(), rescue.args(failure.result().value()));
        var order = order(task, rescue.job().wish()).secret(readers.of(job));
        around.ask(new Waiter(order, reply -> rescued(job, failure, reply, around)));
    }

    private void rescued(Job job, Reply.Step failure, Reply reply, Around around) {
        underWay--;
        switch (answer(reply)) {
            case Rescue.Answer.Ok(var value) ->
                    settle(job, new Reply.Step(job, failure.reply(), Result.ok(value)), around);
            case Rescue.Answer.Rewire(var label) -> rewire(job, label, around);
            case Rescue.Answer.Rethrow(var message) -> {
                var error = ((Ipld.Map) failure.result().value()).with("message", Ipld.of(message));
                settle(job, new Reply.Step(job, failure.reply(), Result.error(error)), around);
            }
        }
    }

    /// One that fails itself, or answers otherwise than it should, rethrows.
    private static Rescue.Answer answer(Reply reply) {
        try {
            return reply instanceof Reply.Ended ended
                            && ended.receipt().outcome() instanceof Outcome.Ok(var value)
                    ? Rescue.answer(value)
                    : new Rescue.Answer.Rethrow("the function that catches failed");
        } catch (MalformedException e) {
            return new Rescue.Answer.Rethrow("the function that catches gave " + e.getMessage());
        }
    }

    private void rewire(Job job, String label, Around around) {
        var end = ends.get(label);
        if (end != null) {
            settle(job, new Reply.Step(job, end.reply(), end.result()), around);
        } else if (workflow.find(label).isEmpty() || label.equals(job.label())) {
            lost(job, "rewired to '" + label + "', which is no other task", around);
        } else {
            rewired.computeIfAbsent(label, l -> new ArrayList<>()).add(job);
            unlock(around);
        }
    }

    private void settle(Job job, Reply.Step step, Around around) {
        spread(job, step);
        unlock(around);
    }

    /// A job is over: whoever waited for it may begin, and who takes its end is over, too.
    private void spread(Job job, Reply.Step step) {
        ends.put(job.label(), step);
        failed += step.result().isError() ? 1 : 0;
        isSpoilt |= step.result().isError() && stages.isBeforeCommands(job.label());
        ears.forEach(ear -> ear.hear(step));
        waiting.addAll(readiness.after(job.label()));
        var same = rewired.remove(job.label());
        if (same != null) {
            same.forEach(
                    other -> spread(other, new Reply.Step(other, step.reply(), step.result())));
        }
    }

    /// Jobs that were rewired to each other in a ring would wait for ever.
    private void unlock(Around around) {
        if (underWay == 0 && waiting.isEmpty() && !rewired.isEmpty() && !readiness.isOver()) {
            var stuck = rewired.values().iterator().next().getFirst();
            rewired.values().forEach(jobs -> jobs.remove(stuck));
            rewired.values().removeIf(List::isEmpty);
            lost(stuck, "rewired in a ring", around);
        }
    }

    private void lost(Job job, String why, Around around) {
        var outcome = new Outcome.Failed("Missing", why);
        settle(job, new Reply.Step(job, new Reply.Unsigned(outcome), result(outcome)), around);
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.store.Intent;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Job;
import ipvm.task.Workflow;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that a node decides, one event at a time.
///
/// There is no clock, no thread and no disk that is written in here: one thread steps, hands do the
/// actions that come out, and what became of them comes back as events. So a test takes a node
/// through any order of them. [Works] has the way of a task, [Flow] that of a workflow.
public final class Node implements Flow.Around {

    private final Signer signer;
    private final Store store;
    private final Rights rights;
    private final Agenda agenda = new Agenda();
    private final Works works;
    private final Flows flows;

    /// What is tried again at the next step.
    private final List<Runnable> later = new ArrayList<>();

    /// @param store what it reads; writes are actions
    /// @param workers how many runs there may be at once
    public Node(Signer signer, Store store, Rights rights, int workers) {
        this.signer = signer;
        this.store = store;
        this.rights = rights;
        this.works = new Works(signer, store, rights, agenda);
        this.flows = new Flows(rights);
        works.hire(workers);
    }

    /// What is to be done about an event.
    public List<Action> step(Event event, long nowMillis) {
        agenda.begin(nowMillis);
        switch (event) {
            case Event.Started started -> takeUp();
            case Event.Asked(var call, var order) -> {
                works.asked(new Waiter(order, agenda.teller(call)));
            }
            case Event.Entrusted(var call, var order) -> entrusted(order, agenda.teller(call));
            case Event.Submitted(var call, var plan) -> submitted(plan, agenda.teller(call));
            case Event.Ran ran -> works.ran(ran);
            case Event.NotRun(var work, var why) -> works.notRun(work, why);
            case Event.Fired(var work, var answer, var took) -> works.fired(work, answer, took);
            case Event.Settled(var work, var settlement) -> works.settled(work, settlement);
            case Event.Kept(var batch) -> agenda.kept(batch);
            case Event.NotKept(var batch, var why) -> agenda.notKept(batch, why);
            case Event.Withdrawn(var call, var task) -> works.withdrawn(call, task);
        }
        goOn();
        works.pump();
        return agenda.end();
    }

    public Did did() {
        return signer.did();
    }

    public Tally.Now tally() {
        return works.tally();
    }

    /// Names of the workflows that are under way.
    public List<Cid> workflows() {
        return flows.names();
    }

    // --- what is done whatever happens -------------------------------------------------------

    private void entrusted(Order order, Waiter.Ear ear) {
        var refusal = rights.refusal(order);
        if (refusal.isPresent()) {
            ear.hear(new Reply.Denied(refusal.get()));
            return;
        }
        var entry = new Entry(order.task().cid(), Pledge.encode(order), agenda.nowMillis());
        agenda.keep(
                List.of(new Change.Accept(entry)),
                () -> {
                    ear.hear(new Reply.Accepted());
                    resume(entry.name(), order);
                },
                why -> ear.hear(Reply.of(why)));
    }

    /// Asks as often as it takes; what cannot be done at all is done with.
    private void resume(Cid name, Order order) {
        works.asked(
                new Waiter(
                        order,
                        reply -> {
                            switch (reply) {
                                case Reply.Busy busy -> later.add(() -> resume(name, order));
                                case Reply.Full full -> later.add(() -> resume(name, order));
                                case Reply.Broken broken -> {}
                                case Reply.Ended e -> done(name);
                                case Reply.Unsigned u -> done(name);
                                case Reply.Denied d -> done(name);
                                case Reply.Missing m -> done(name);
                                case Reply.Refused r -> done(name);
                                case Reply.Cancelled c -> done(name);
                                case Reply.Accepted a -> {}
                                case Reply.Step s -> {}
                                case Reply.Whole w -> {}
                            }
                        }));
    }

    private void done(Cid name) {
        agenda.keep(List.of(new Change.Done(name)), () -> {}, why -> {});
    }

    private void submitted(Plan plan, Waiter.Ear ear) {
        var running = flows.find(plan.workflow().cid());
        if (running.isPresent()) {
            running.get().join(ear);
            return;
        }
        agenda.keep(
                Flows.accepted(plan, agenda.nowMillis()),
                () -> begin(plan, ear),
                why -> ear.hear(Reply.of(why)));
    }

    private void begin(Plan plan, Waiter.Ear ear) {
        var flow = flows.find(plan.workflow().cid()).orElseGet(() -> flows.begin(plan));
        flow.join(ear);
    }

    /// Workflows go on; one that is over is so for good before anybody is told.
    private void goOn() {
        var again = List.copyOf(later);
        later.clear();
        again.forEach(Runnable::run);
        for (var flow : flows.pump(this)) {
            if (flow.isBroken()) {
                flow.close(); // its entry stays, and it is taken up at the next start
            } else {
                agenda.keep(Flows.done(flow.name()), flow::close, why -> flow.close());
            }
        }
    }

    @Override
    public void ask(Waiter waiter) {
        works.asked(waiter);
    }

    @Override
    public Optional<Job.End> known(Cid task) {
        try {
            return works.known(task)
                    .map(found -> Flow.end(found.receipt().outcome(), found.receipt().cid()));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    /// What was cut off is taken up: commands are settled before anybody asks for them, and
    /// accepted work is asked for again.
    private void takeUp() {
        try {
            for (var intent : store.unsettled()) {
                if (intent.state() == Intent.State.OPEN) {
                    works.takeUp(intent);
                }
            }
            for (var entry : store.journal()) {
                takeUp(entry);
            }
        } catch (StoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeUp(Entry entry) throws StoreException {
        try {
            switch (Pledge.decode(entry.body(), rights.own(), entry.atMillis())) {
                case Pledge.OfTask(var order) -> resume(entry.name(), order);
                case Pledge.OfWorkflow(var document, var grant, var normal, var most) -> {
                    var workflow =
                            Workflow.decode(
                                    store.block(document).orElseThrow(),
                                    ipvm.task.Limits.DEFAULT,
                                    c -> true);
                    begin(new Plan(workflow, grant, normal, most), reply -> {});
                }
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("a journal entry that was written otherwise", e);
        }
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.rule.On;
import ipvm.rule.Rule;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.store.Intent;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Job;
import ipvm.ucan.Budget;
import ipvm.ucan.Invocation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final Admission admission;
    private final Agenda agenda = new Agenda();
    private final Works works;
    private final Flows flows;
    private final Intake intake;
    private final Rules rules;
    private final Folding folding;
    private final Past past;
    private long toldWakeMillis = Long.MAX_VALUE;

    /// What is tried again at the next step.
    private final List<Later> later = new ArrayList<>();

    private record Later(Cid name, Order order) {}

    /// @param store what it reads; writes are actions
    /// @param workers how many runs there may be at once
    public Node(Signer signer, Store store, Rights rights, int workers) {
        this(new Self(signer, rights), store, RuleTerms.plain(Rights.ANY), workers);
    }

    /// Who a node is, and what may be asked of it.
    public record Self(Signer signer, Rights rights, Upkeep upkeep) {

        public Self(Signer signer, Rights rights) {
            this(signer, rights, Upkeep.NORMAL);
        }
    }

    /// @param terms on which rules stand
    public Node(Self self, Store store, RuleTerms terms, int workers) {
        this.signer = self.signer();
        this.store = store;
        this.rights = self.rights();
        this.admission = new Admission(rights, terms);
        this.works = new Works(signer, store, rights, agenda);
        this.flows = new Flows(rights);
        this.intake = new Intake(store, rights.limits().readingsMax());
        var firings = new Firings(rights, terms, agenda, hands());
        this.rules = new Rules(store, terms, agenda, firings, intake);
        this.folding = new Folding(self, store, agenda, works.fleeting);
        this.past = new Past(store, rights, new Secrets(signer));
        works.watch(rules::answered);
        works.follow(order -> resume(order.task().cid(), order));
        works.hire(workers);
    }

    /// What is to be done about an event.
    public List<Action> step(Event event, long nowMillis) {
        return step(event, Clocks.at(nowMillis));
    }

    /// The same, where clocks are told apart.
    public List<Action> step(Event event, Clocks clocks) {
        agenda.begin(clocks);
        rules.begin(clocks);
        switch (event) {
            case Event.Started started -> {
                takeUp();
                folding.arm(clocks);
            }
            case Event.Asked(var call, var order, var names) ->
                    works.asked(new Waiter(order, agenda.teller(call)), names);
            case Event.Entrusted(var call, var order) -> entrusted(order, agenda.teller(call));
            case Event.Submitted(var call, var plan) -> submitted(plan, agenda.teller(call));
            case Event.Ran ran -> works.ran(ran);
            case Event.NotRun(var work, var why) -> works.notRun(work, why);
            case Event.Fired(var work, var answer, var took) -> works.fired(work, answer, took);
            case Event.Settled(var work, var settlement) -> works.settled(work, settlement);
            case Event.Signed(var work, var receipt) -> works.signed(work, receipt);
            case Event.Kept(var batch) -> {
                agenda.kept(batch);
                folding.kept(clocks);
            }
            case Event.NotKept(var batch, var why) -> {
                agenda.notKept(batch, why);
                folding.notKept(why, clocks);
            }
            case Event.Withdrawn(var call, var name) -> withdrawn(name, agenda.teller(call));
            case Event.Awaited(var call, var name) -> awaited(name, agenda.teller(call));
            case Event.Left(var call, var name) -> left(call, name);
            case Event.Stopping stopping -> {
                works.stop();
                folding.stop();
            }
            case Event.Tick tick -> {
                toldWakeMillis = Long.MAX_VALUE;
                rules.tick();
            }
            case Event.Ruled(var call, var order) -> rules.ordered(order, agenda.teller(call));
        }
        rules.pump();
        goOn();
        works.pump();
        folding.pump(clocks);
        wake();
        return agenda.end();
    }

    /// The earliest of all wakes is the one that is asked for.
    private void wake() {
        long earliest = Math.min(rules.wakeMillis(), folding.wakeMillis());
        if (earliest != toldWakeMillis) {
            toldWakeMillis = earliest;
            agenda.add(new Action.Wake(earliest));
        }
    }

    public Did did() {
        return signer.did();
    }

    public Tally.Now tally() {
        return works.tally();
    }

    /// Tasks and workflows that are under way.
    public List<UnderWay> underWay() {
        var all = new ArrayList<UnderWay>();
        flows.names()
                .forEach(name ->
                        all.add(new UnderWay(name, Optional.empty(), UnderWay.State.RUNNING)));
        all.addAll(works.underWay());
        return all;
    }

    /// The rules that stand, by name.
    public Map<String, Rule> rules() {
        return rules.standing();
    }

    /// The inlets that are open, and what came through each.
    public List<InletCount> inlets() {
        return intake.inflows().stream().map(InletCount::of).toList();
    }

    /// Whether anybody has said which rules shall stand.
    public boolean isStanding() {
        return rules.isAwake();
    }

    /// What rules want of the node.
    private Firings.Around hands() {
        return new Firings.Around() {
            @Override
            public void ask(Waiter waiter) {
                works.asked(waiter);
            }

            @Override
            public void begin(Plan plan, Waiter.Ear ear) {
                Node.this.begin(plan, ear);
            }

            @Override
            public void resume(Cid name, Order order) {
                Node.this.resume(name, order);
            }

            @Override
            public Optional<Budget> budget(On on) {
                return intake.budget(on);
            }
        };
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
                            if (reply.end().isPresent()) {
                                done(name);
                            } else if (!(reply instanceof Reply.Broken)) {
                                later.add(new Later(name, order));
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
        again.forEach(one -> resume(one.name(), one.order()));
        for (var flow : flows.pump(this)) {
            if (flow.isBroken() && !flow.isCancelled()) {
                flow.close(); // its entry stays, and it is taken up at the next start
            } else {
                var close = new Agenda.Then(flow::close, why -> flow.close());
                if (flow.isPatient()) {
                    agenda.keepSoon(Flows.done(flow.name()), close, Agenda.Then.NOTHING);
                } else {
                    agenda.keep(Flows.done(flow.name()), close.kept(), close.notKept());
                }
            }
        }
    }

    @Override
    public void ask(Waiter waiter) {
        works.asked(waiter);
    }

    /// Somebody else's word in a workflow counts as it would at the door.
    @Override
    public Admitted admit(Invocation request, Order order) {
        return switch (admission.admit(request, Admission.proofs(store), agenda.nowMillis())) {
            case Admitted.In(var in) -> new Admitted.In(order.by(in.grant()).askedBy(request));
            case Admitted.Out out -> out;
        };
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

    // --- what others ask about work ----------------------------------------------------------

    /// Whoever wants to know hears the end, and of a workflow each job.
    private void awaited(Cid name, Waiter.Ear ear) {
        var flow = flows.find(name);
        var work = works.find(name);
        if (flow.isPresent()) {
            flow.get().join(ear);
        } else if (work.isPresent()) {
            works.join(work.get(), new Waiter(work.get().order, ear, true));
        } else {
            past.replies(name).forEach(ear::hear);
        }
    }

    private void withdrawn(Cid name, Waiter.Ear ear) {
        var flow = flows.find(name);
        var work = works.find(name);
        if (flow.isPresent()) {
            flow.get().cancel();
            ear.hear(new Reply.Cancelled());
        } else if (work.isPresent()) {
            ear.hear(withdrawn(work.get()));
        } else {
            ear.hear(forgotten(name));
        }
    }

    private Reply withdrawn(Work work) {
        return switch (work.state) {
            case QUEUED -> {
                works.over(work, new Reply.Cancelled());
                yield new Reply.Cancelled();
            }
            case RUNNING -> {
                work.isWithdrawn = true;
                agenda.add(new Action.Halt(work.number));
                yield new Reply.Cancelled();
            }
            case FIRED, KEEPING -> new Reply.Busy("it has reached the world", 0);
        };
    }

    /// What was accepted and has not begun is done with.
    private Reply forgotten(Cid name) {
        try {
            for (var entry : store.journal()) {
                if (Docket.underWay(entry, rights).isCalled(name)) {
                    later.removeIf(one -> one.name().equals(entry.name()));
                    done(entry.name());
                    return new Reply.Cancelled();
                }
            }
            return new Reply.Missing("nothing called " + name + " is under way");
        } catch (StoreException e) {
            return Reply.of(e);
        }
    }

    /// A run that nobody waits for any more is given up; a workflow goes on.
    private void left(long call, Cid name) {
        flows.find(name).ifPresent(flow -> flow.leave(call));
        var work = works.find(name);
        if (work.isPresent() && work.get().leave(call)) {
            withdrawn(work.get());
        }
    }

    // --- after a restart ---------------------------------------------------------------------

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
            switch (Pledge.decode(entry.body(), rights, entry.atMillis())) {
                case Pledge.OfTask(var order) -> resume(entry.name(), order);
                case Pledge.OfWorkflow(var document, var grant, var may, var normal, var most) -> {
                    var workflow = Past.workflow(store.block(document).orElseThrow());
                    begin(new Plan(workflow, grant, may, normal, most), reply -> {});
                }
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("a journal entry that was written otherwise", e);
        }
    }
}

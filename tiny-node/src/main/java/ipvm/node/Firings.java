package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.On;
import ipvm.rule.RuleAction;
import ipvm.rule.RuleEvent;
import ipvm.schedule.Bounds;
import ipvm.store.Entry;
import ipvm.task.Outcome;
import ipvm.task.Workflow;
import ipvm.ucan.Budget;
import ipvm.ucan.Grant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Does what rules have decided, once that is durable: asks for their tasks by their own right, and
/// tells them what came of it.
final class Firings {

    private static final long AGAIN_MILLIS = 1_000;

    private final Rights rights;
    private final RuleTerms terms;
    private final Agenda agenda;
    private final Around around;

    /// Rights under which rules act that wait for receipts.
    private final Set<Grant> quiet = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<Shot> later = new ArrayList<>();
    private long laterMillis = Long.MAX_VALUE;
    private long nowMillis;

    /// What the rules want of the node around them.
    interface Around {

        /// Asks for a task.
        void ask(Waiter waiter);

        /// Begins a workflow, or joins it where it is under way.
        void begin(Plan plan, Waiter.Ear ear);

        /// Has accepted work done, however long it takes.
        void resume(Cid name, Order order);

        /// What a rule shares with others that wait for the same.
        Optional<Budget> budget(On on);
    }

    /// One firing on its way.
    ///
    /// @param isAgain whether it was fired before, and is taken up after a restart
    private record Shot(Stand stand, RuleAction.Fire fire, boolean isAgain) {

        Errand errand() {
            return new Errand(stand.name(), stand.generation, fire.firing());
        }

        /// What was burnt before a restart was not counted then.
        long fuel(Reply.Ended ended) {
            boolean isOurs = !ended.isRecalled() || isAgain;
            return isOurs ? ended.receipt().report().meter().fuel() : 0;
        }

        /// No task gets more than its share of what is left to the rule.
        Bounds share(Bounds bounds, int tasks) {
            return fire.fuel().isEmpty()
                    ? bounds
                    : bounds.withFuel(Math.min(bounds.fuel(), fire.fuel().getAsLong() / tasks));
        }
    }

    /// What a function with a state wants to follow, as it is accepted together with the state.
    record Fork(Order order, long atMillis) {

        Cid name() {
            return order.task().cid();
        }

        Entry entry() {
            return new Entry(name(), Pledge.encode(order), atMillis);
        }
    }

    Firings(Rights rights, RuleTerms terms, Agenda agenda, Around around) {
        this.rights = rights;
        this.terms = terms;
        this.agenda = agenda;
        this.around = around;
    }

    boolean isQuiet(Grant grant) {
        return quiet.contains(grant);
    }

    void forget(Stand stand) {
        stand.right.ifPresent(right -> quiet.remove(right.grant()));
    }

    /// Does what is to be done now; answers when to look at the clock again.
    OptionalLong perform(Stand stand, Stand.Taken taken, Clocks clocks) {
        nowMillis = clocks.monotonicMillis();
        var wake = OptionalLong.empty();
        for (var action : taken.actions()) {
            switch (action) {
                case RuleAction.Fire fire -> {
                    boolean isAgain = fire.firing() < taken.firings();
                    fire(new Shot(stand, fire, isAgain), clocks.wallMillis());
                }
                case RuleAction.Wake(var millis) -> wake = OptionalLong.of(nowMillis + millis);
                case RuleAction.Show(var out, var value) -> agenda.add(new Action.Show(out, value));
                case RuleAction.Fork fork -> {} // accepted with the state
                case RuleAction.Say(var text) -> agenda.add(new Action.Say(stand.name(), text));
            }
        }
        return wake;
    }

    private void fire(Shot shot, long wallMillis) {
        var found = right(shot.stand, wallMillis);
        if (found.right().isEmpty()) {
            end(shot, new Outcome.Denied(found.refusal()), 0);
            return;
        }
        try {
            var work = shot.fire.work();
            if (work.isWorkflow()) {
                begin(shot, shot.errand().workflow(work), found.right().get());
            } else {
                ask(shot, found.right().get());
            }
        } catch (MalformedException e) {
            end(shot, new Outcome.Failed("BadArgument", String.valueOf(e.getMessage())), 0);
        }
    }

    private void ask(Shot shot, RuleRight right) throws MalformedException {
        var task = shot.errand().task(shot.fire.work(), right.grant().subject());
        var refusal = right.refusal(task.command(), rights);
        if (refusal.isPresent()) {
            end(shot, new Outcome.Denied(refusal.get()), 0);
        } else {
            var order =
                    Order.of(task, shot.share(normal(), 1), right.grant())
                            .commanding(right.mayCommand());
            Waiter.Ear ear = reply -> heard(shot, FlowEnd.of(reply, shot::fuel));
            boolean isKept = shot.stand.rule().keepMillis().orElse(Long.MAX_VALUE) > 0;
            around.ask(new Waiter(order, isKept ? ear.patient() : ear.careless()));
        }
    }

    private void begin(Shot shot, Workflow workflow, RuleRight right) {
        var refusal = right.refusal(workflow, rights);
        if (refusal.isPresent()) {
            end(shot, new Outcome.Denied(refusal.get()), 0);
            return;
        }
        int tasks = workflow.jobs().size();
        var plan =
                new Plan(
                        workflow,
                        right.grant(),
                        right.mayCommand(),
                        shot.share(normal(), tasks),
                        shot.share(terms.most(), tasks));
        around.begin(plan, new FlowEnd(workflow, shot::fuel, ending -> heard(shot, ending)));
    }

    private Bounds normal() {
        return terms.normal().within(terms.most());
    }

    private void heard(Shot shot, FlowEnd.Ending ending) {
        switch (ending) {
            case FlowEnd.Ending.Over(var outcome, var fuel) -> end(shot, outcome, fuel);
            case FlowEnd.Ending.Later l -> {
                later.add(shot);
                laterMillis = Math.min(laterMillis, nowMillis + AGAIN_MILLIS);
            }
        }
    }

    private static void end(Shot shot, Outcome outcome, long fuel) {
        if (!shot.stand.isGone()) {
            shot.stand.happen(new RuleEvent.Ended(shot.fire.firing(), outcome, fuel));
        }
    }

    /// What could not be done for now is tried again.
    void again(Clocks clocks) {
        nowMillis = clocks.monotonicMillis();
        if (laterMillis > nowMillis) {
            return;
        }
        var again = List.copyOf(later);
        later.clear();
        laterMillis = Long.MAX_VALUE;
        again.stream()
                .filter(shot -> !shot.stand.isGone())
                .forEach(shot -> fire(shot, clocks.wallMillis()));
    }

    long againMillis() {
        return laterMillis;
    }

    // --- rights and what follows -------------------------------------------------------------

    private RuleRight.Found right(Stand stand, long wallMillis) {
        var budget = around.budget(stand.rule().on());
        var found = RuleRight.of(stand.rule(), terms, rights, wallMillis / 1_000).within(budget);
        if (found.right().isEmpty() || stand.right.equals(found.right())) {
            return found.right().isEmpty() ? found : new RuleRight.Found(stand.right, "");
        }
        forget(stand);
        var own = found.right().get().own();
        if (stand.rule().on() instanceof On.Receipt) {
            quiet.add(own.grant());
        }
        stand.right = Optional.of(own);
        return new RuleRight.Found(stand.right, "");
    }

    /// What is to follow and may; what may not is said and left out.
    List<Fork> forks(Stand stand, List<RuleAction> actions, long wallMillis) {
        var forks = new ArrayList<Fork>();
        for (var action : actions) {
            if (action instanceof RuleAction.Fork(var firing, var invocations)) {
                var errand = new Errand(stand.name(), stand.generation, firing);
                for (int i = 0; i < invocations.size(); i++) {
                    try {
                        var order = fork(stand, errand, i, invocations.get(i));
                        forks.add(new Fork(order, wallMillis));
                    } catch (MalformedException e) {
                        refuse(stand, i, e);
                    }
                }
            }
        }
        return forks;
    }

    private Order fork(Stand stand, Errand errand, int index, Ipld invocation)
            throws MalformedException {
        var found = right(stand, agenda.nowMillis());
        if (found.right().isEmpty()) {
            throw new MalformedException("a right", found.refusal());
        }
        var right = found.right().get();
        var task = errand.fork(invocation, index, right.grant().subject());
        var order = Order.of(task, normal(), right.grant()).commanding(right.mayCommand());
        var refusal = right.refusal(task.command(), rights).or(() -> rights.refusal(order));
        if (refusal.isPresent()) {
            throw new MalformedException("what the rule may ask for", refusal.get());
        }
        return order;
    }

    private void refuse(Stand stand, int index, MalformedException why) {
        agenda.add(new Action.Say(stand.name(), "fx " + index + " left out: " + why.getMessage()));
    }

    void begin(Fork fork) {
        around.resume(fork.name(), fork.order());
    }
}

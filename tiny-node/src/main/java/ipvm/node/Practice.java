package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.effect.Effects;
import ipvm.effect.Surroundings;
import ipvm.key.Signer;
import ipvm.rule.RecordedProvider;
import ipvm.rule.Rehearsal;
import ipvm.rule.Rule;
import ipvm.rule.RuleAction;
import ipvm.schedule.Bounds;
import ipvm.store.Store;
import ipvm.task.Outcome;
import ipvm.task.Task;
import ipvm.task.Workflow;
import ipvm.wasm.Modules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A node that rules rehearse on: everything is the real one but the clock and the world.
///
/// So what a rule does here it will do there: the same engine runs its functions, the same flow its
/// workflows, and a command is refused here as it would be there.
public final class Practice implements Rehearsal.Interpreter, AutoCloseable {

    /// There is no rule before this one.
    private static final long GENERATION = 1;

    private final Rule rule;
    private final RecordedProvider world;
    private final Means means;
    private final Rights rights;
    private final RuleTerms terms;
    private final LiveNode node;
    private volatile long nowMillis;
    private long drawn;

    /// What it is made of.
    ///
    /// @param store where the modules of the rule are
    /// @param normal what one task is given
    /// @param most what none gets more of
    /// @param limits what the rule may hold and ask for
    /// @param says hears what modules write, and what was left out
    public record Means(
            Signer signer,
            Store store,
            Modules modules,
            Bounds normal,
            Bounds most,
            ipvm.rule.Limits limits,
            Consumer<String> says) {}

    public Practice(Rule rule, RecordedProvider world, Means means) {
        this.rule = rule;
        this.world = world;
        this.means = means;
        var effects = Effects.of(List.of(world));
        this.rights = new Rights(means.signer().did(), effects, Set.of(), Limits.DEFAULT);
        this.terms =
                new RuleTerms(
                        means.normal().within(means.most()),
                        means.most(),
                        (delegation, now) -> rights.own(),
                        means.limits(),
                        List.of());
        this.node =
                new LiveNode(
                        new LiveNode.Means(
                                means.signer(),
                                means.store(),
                                rights,
                                means.modules(),
                                surroundings(),
                                () -> Instant.ofEpochMilli(nowMillis),
                                (level, context, message) -> means.says().accept(message),
                                means.most(),
                                1));
    }

    private Surroundings surroundings() {
        return new Surroundings(
                () -> nowMillis,
                this::draw,
                (ask, line) -> {},
                Surroundings.Tasks.NOBODY,
                key -> Optional.empty(),
                Optional.empty(),
                false,
                ipvm.effect.Limits.DEFAULT);
    }

    /// Chance that is the same in every rehearsal.
    private synchronized Bytes draw(int count) {
        var parts = new ArrayList<Bytes>();
        for (int size = 0; size < count; size += parts.getLast().size()) {
            var block = Multihash.of(HashFunction.SHA2_256, Bytes.utf8("draw " + drawn++)).digest();
            parts.add(block.slice(0, Math.min(block.size(), count - size)));
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    @Override
    public Rehearsal.Ended run(RuleAction.Fire fire, long atMillis) {
        nowMillis = atMillis;
        return switch (ending(fire)) {
            case FlowEnd.Ending.Over(var outcome, var fuel) ->
                    new Rehearsal.Ended(outcome, fuel, world.deeds());
            case FlowEnd.Ending.Later l ->
                    new Rehearsal.Ended(
                            new Outcome.Failed("Full", "more than a rehearsal holds"), 0);
        };
    }

    private FlowEnd.Ending ending(RuleAction.Fire fire) {
        try {
            var right = right();
            var errand = new Errand(rule.name(), GENERATION, fire.firing());
            if (fire.work().isWorkflow()) {
                return ended(errand.workflow(fire.work()), fire, right);
            }
            var task = errand.task(fire.work(), right.grant().subject());
            var refusal = right.refusal(task.command(), rights);
            return refusal.isPresent()
                    ? denied(refusal.get())
                    : asked(task, share(terms.normal(), fire, 1), right);
        } catch (MalformedException e) {
            return new FlowEnd.Ending.Over(new Outcome.Failed("BadArgument", e.getMessage()), 0);
        }
    }

    private FlowEnd.Ending asked(Task task, Bounds bounds, RuleRight right) {
        var reply = node.ask(Order.of(task, bounds, right.grant())).join();
        return FlowEnd.of(reply, Practice::fuel);
    }

    private FlowEnd.Ending ended(Workflow workflow, RuleAction.Fire fire, RuleRight right) {
        var refusal = right.refusal(workflow, rights);
        if (refusal.isPresent()) {
            return denied(refusal.get());
        }
        int tasks = workflow.jobs().size();
        var plan =
                new Plan(
                        workflow,
                        right.grant(),
                        share(terms.normal(), fire, tasks),
                        share(terms.most(), fire, tasks));
        var ending = new CompletableFuture<FlowEnd.Ending>();
        node.submit(plan, new FlowEnd(workflow, Practice::fuel, ending::complete)::hear);
        return ending.join();
    }

    private static FlowEnd.Ending denied(String why) {
        return new FlowEnd.Ending.Over(new Outcome.Denied(why), 0);
    }

    /// What is recalled costs nothing, here as there.
    private static long fuel(Reply.Ended ended) {
        return ended.isRecalled() ? 0 : ended.receipt().report().meter().fuel();
    }

    private static Bounds share(Bounds bounds, RuleAction.Fire fire, int tasks) {
        var left = fire.fuel();
        return left.isEmpty()
                ? bounds
                : bounds.withFuel(Math.min(bounds.fuel(), left.getAsLong() / tasks));
    }

    /// What may not follow is left out, and said.
    @Override
    public ipvm.rule.Limits limits() {
        return terms.limits();
    }

    @Override
    public List<Rehearsal.Deed> follow(RuleAction.Fork fork, long atMillis) {
        nowMillis = atMillis;
        for (int i = 0; i < fork.invocations().size(); i++) {
            try {
                var right = right();
                var errand = new Errand(rule.name(), GENERATION, fork.firing());
                var task = errand.fork(fork.invocations().get(i), i, right.grant().subject());
                var refusal = right.refusal(task.command(), rights);
                if (refusal.isPresent()) {
                    means.says().accept("fx " + i + " left out: " + refusal.get());
                } else {
                    asked(task, terms.normal(), right);
                }
            } catch (MalformedException e) {
                means.says().accept("fx " + i + " left out: " + e.getMessage());
            }
        }
        return world.deeds();
    }

    private RuleRight right() {
        return RuleRight.of(rule, terms, rights, nowMillis / 1_000).right().orElseThrow();
    }

    @Override
    public void close() {
        node.close();
    }
}

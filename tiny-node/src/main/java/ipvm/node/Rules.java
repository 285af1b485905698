package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.rule.InletTrigger;
import ipvm.rule.Moment;
import ipvm.rule.On;
import ipvm.rule.Rule;
import ipvm.rule.RuleEvent;
import ipvm.rule.RuleState;
import ipvm.rule.Standing;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The rules that stand here, each a machine of its own: what happens to it is written down with
/// what it decides, and then done by [Firings].
///
/// They sleep until somebody says which shall stand; until then they can be looked at, paused and
/// taken away, and nothing fires.
final class Rules {

    private static final int RULES_MAX = 1_000;
    private static final long RETRY_MILLIS = 1_000;

    /// A reading is answered for as a whole, and not by each of its rules.
    private static final Waiter.Ear NOBODY = reply -> {};

    private final Store store;
    private final RuleTerms terms;
    private final Agenda agenda;
    private final Firings firings;
    private final Intake intake;
    private final TreeMap<String, Stand> stands = new TreeMap<>();
    private Clocks clocks = Clocks.at(0);
    private long boot = -1;
    private long lastGeneration;

    Rules(Store store, RuleTerms terms, Agenda agenda, Firings firings, Intake intake) {
        this.store = store;
        this.terms = terms;
        this.agenda = agenda;
        this.firings = firings;
        this.intake = intake;
    }

    void begin(Clocks now) {
        clocks = now;
    }

    // --- what happens ------------------------------------------------------------------------

    void ordered(RuleOrder order, Waiter.Ear ear) {
        try {
            switch (order) {
                case RuleOrder.Stand stand -> stand(stand, ear);
                case RuleOrder.Add(var text) -> add(text, ear);
                case RuleOrder.Remove(var name) -> remove(name, ear);
                case RuleOrder.Pause(var name) -> pause(name, ear);
                case RuleOrder.Resume(var name) -> resume(name, ear);
                case RuleOrder.Arrive(var name, var event) ->
                        tell(name, new RuleEvent.Arrived(event), ear);
                case RuleOrder.Inlets(var open) -> {
                    intake.open(open, clocks);
                    ear.hear(new Reply.Accepted());
                }
                case RuleOrder.Read(var reading) -> intake.arrived(reading, ear, clocks);
            }
        } catch (StoreException e) {
            ear.hear(Reply.of(e));
        } catch (MalformedException e) {
            ear.hear(new Reply.Refused(said(e)));
        }
    }

    /// Time has passed for whoever waits for it.
    void tick() {
        for (var stand : stands.values()) {
            if (stand.wakeMillis.orElse(Long.MAX_VALUE) <= clocks.monotonicMillis()) {
                stand.wakeMillis = OptionalLong.empty();
                stand.happen(new RuleEvent.Tick());
            }
        }
        firings.again(clocks);
    }

    /// Somebody was told of a receipt. What a rule that waits for receipts has made is told to none
    /// that does: they would keep each other going for ever.
    void answered(Order order, Receipt receipt) {
        if (firings.isQuiet(order.grant())) {
            return;
        }
        for (var stand : stands.values()) {
            if (stand.rule().on() instanceof On.Receipt(var policy)) {
                var event = ReceiptEvent.of(order.task(), receipt, clocks.wallMillis());
                if (policy.allows(event)) {
                    stand.happen(new RuleEvent.Arrived(event));
                }
            }
        }
    }

    private void tell(String name, RuleEvent event, Waiter.Ear ear) {
        var stand = stands.get(name);
        if (stand == null) {
            ear.hear(new Reply.Missing("no rule '" + name + "' stands here"));
        } else {
            stand.happen(event, ear);
        }
    }

    // --- which rules there are ---------------------------------------------------------------

    private void stand(RuleOrder.Stand wanted, Waiter.Ear ear)
            throws StoreException, MalformedException {
        awake();
        for (var name : StoredRule.names(store)) {
            if (!wanted.texts().containsKey(name) && !wanted.spared().contains(name)) {
                keep(forget(name), reply -> {});
            }
        }
        for (var each : new TreeMap<>(wanted.texts()).entrySet()) {
            try {
                begin(each.getKey(), each.getValue());
            } catch (MalformedException e) {
                agenda.add(new Action.Say(each.getKey(), "cannot stand: " + said(e)));
            }
        }
        ear.hear(new Reply.Accepted());
    }

    private void awake() throws StoreException, MalformedException {
        if (boot < 0) {
            boot = 1;
            lastGeneration = StoredRule.lastGeneration(store);
            for (var name : StoredRule.names(store)) {
                boot = Math.max(boot, bootAfter(name));
            }
        }
    }

    /// What cannot be read is not begun either.
    private long bootAfter(String name) throws StoreException {
        try {
            return StoredRule.find(store, name, terms.limits())
                    .map(found -> found.state().boot() + 1)
                    .orElse(1L);
        } catch (MalformedException e) {
            return 1;
        }
    }

    /// One that stands already as it shall is left alone; one that was written otherwise begins
    /// anew.
    private void begin(String name, Bytes text) throws StoreException, MalformedException {
        var before = stands.get(name);
        if (before != null && before.text.equals(text)) {
            return;
        }
        var rule = Rule.read(text, terms.limits(), terms.triggers());
        if (!rule.name().equals(name)) {
            throw new MalformedException("a rule of the name '" + name + "'", rule.name());
        }
        var stored = StoredRule.find(store, name, terms.limits());
        if (stored.isPresent() && !stored.get().text().equals(text)) {
            forget(name);
            stored = Optional.empty();
        }
        begin(rule, text, stored);
    }

    private Stand begin(Rule rule, Bytes text, Optional<StoredRule> stored) {
        var first =
                stored.orElseGet(() ->
                        new StoredRule(
                                text, ++lastGeneration, RuleState.beginning(moment()), List.of()));
        var stand = new Stand(new Standing(rule, terms.limits()), first, stored.isPresent());
        stands.put(rule.name(), stand);
        stand.happen(new RuleEvent.Tick());
        return stand;
    }

    private void add(Bytes text, Waiter.Ear ear) throws StoreException, MalformedException {
        awake();
        var rule = Rule.read(text, terms.limits(), terms.triggers());
        if (stands.containsKey(rule.name())) {
            ear.hear(new Reply.Refused("a rule '" + rule.name() + "' stands here already"));
        } else if (stands.size() >= RULES_MAX) {
            ear.hear(new Reply.Full("at most " + RULES_MAX + " rules"));
        } else {
            forget(rule.name());
            begin(rule, text, Optional.empty()).happen(new RuleEvent.Tick(), ear);
        }
    }

    private void remove(String name, Waiter.Ear ear) throws StoreException {
        boolean isKnown = stands.containsKey(name) || StoredRule.names(store).contains(name);
        if (isKnown) {
            keep(forget(name), ear);
        } else {
            ear.hear(new Reply.Missing("no rule '" + name + "' has begun here"));
        }
    }

    /// It stands no longer, and what is known of it goes.
    private List<Change> forget(String name) throws StoreException {
        var stand = stands.remove(name);
        if (stand != null) {
            stand.go();
            firings.forget(stand);
        }
        return StoredRule.gone(name);
    }

    // --- pausing -----------------------------------------------------------------------------

    private void pause(String name, Waiter.Ear ear) throws StoreException, MalformedException {
        if (stands.containsKey(name)) {
            tell(name, new RuleEvent.Pause("by hand"), ear);
        } else {
            change(name, asleep(name).map(one -> one.state().paused("by hand")), ear);
        }
    }

    private void resume(String name, Waiter.Ear ear) throws StoreException, MalformedException {
        if (stands.containsKey(name)) {
            tell(name, new RuleEvent.Resume(), ear);
        } else {
            change(name, asleep(name).map(one -> one.state().resumed()), ear);
        }
    }

    private Optional<StoredRule> asleep(String name) throws StoreException, MalformedException {
        return StoredRule.find(store, name, terms.limits());
    }

    private void change(String name, Optional<RuleState> next, Waiter.Ear ear) {
        if (next.isEmpty()) {
            ear.hear(new Reply.Missing("no rule '" + name + "' has begun here"));
        } else {
            keep(List.of(StoredRule.state(name, next.get())), ear);
        }
    }

    private void keep(List<Change> changes, Waiter.Ear ear) {
        agenda.keep(changes, () -> ear.hear(new Reply.Accepted()), why -> ear.hear(Reply.of(why)));
    }

    // --- deciding, writing, doing ------------------------------------------------------------

    /// Takes in what waits for any rule: readings are written together with what each of their
    /// rules makes of them, so that a power cut leaves all of it or nothing.
    void pump() {
        var poured = intake.pour(this::isFree, clocks);
        for (var one : poured) {
            var event = new RuleEvent.Arrived(one.event());
            rulesOf(one.inlet()).forEach(stand -> stand.happen(event, NOBODY));
        }
        var turns = new ArrayList<Turn>();
        for (var stand : List.copyOf(stands.values())) {
            if (stand.isReady(clocks.monotonicMillis())) {
                take(stand).ifPresent(turns::add);
            }
        }
        if (!turns.isEmpty() || !poured.isEmpty()) {
            write(turns, poured);
        }
    }

    private boolean isFree(String inlet) {
        return rulesOf(inlet).stream().allMatch(stand -> stand.isFree(clocks.monotonicMillis()));
    }

    private List<Stand> rulesOf(String inlet) {
        return stands.values().stream()
                .filter(stand -> InletTrigger.isFor(stand.rule().on(), inlet))
                .toList();
    }

    /// What a rule makes of all that waited for it, and what follows.
    private record Turn(Stand stand, Stand.Taken taken, List<Firings.Fork> forks) {}

    /// Where there is nothing to write, it is done at once.
    private Optional<Turn> take(Stand stand) {
        var taken = stand.take(moment(), clocks.wallMillis());
        var forks = firings.forks(stand, taken.actions(), clocks.wallMillis());
        var turn = new Turn(stand, taken, forks);
        if (!taken.isNews() && forks.isEmpty()) {
            done(turn);
            Stand.acknowledge(taken, new Reply.Accepted());
            return Optional.empty();
        }
        return Optional.of(turn);
    }

    private void write(List<Turn> turns, List<Intake.Poured> poured) {
        var changes = new ArrayList<Change>();
        poured.forEach(one -> changes.addAll(one.changes()));
        turns.forEach(turn -> changes.addAll(changes(turn)));
        agenda.keepSoon(
                changes,
                new Agenda.Then(
                        () -> turns.forEach(this::done),
                        why -> turns.forEach(turn -> notKept(turn))),
                new Agenda.Then(
                        () -> acknowledge(turns, poured, new Reply.Accepted()),
                        why -> acknowledge(turns, poured, Reply.of(why))));
    }

    private List<Change> changes(Turn turn) {
        var stand = turn.stand();
        var changes = new ArrayList<Change>();
        if (!stand.isBegun()) {
            changes.addAll(
                    StoredRule.begun(stand.name(), stand.text, stand.generation, lastGeneration));
        }
        changes.add(StoredRule.state(stand.name(), turn.taken().next()));
        if (stand.saysMore(turn.taken())) {
            changes.add(StoredRule.lines(stand.name(), turn.taken().lines()));
        }
        turn.forks().forEach(fork -> changes.add(new Change.Accept(fork.entry())));
        return changes;
    }

    private void acknowledge(List<Turn> turns, List<Intake.Poured> poured, Reply reply) {
        turns.forEach(turn -> Stand.acknowledge(turn.taken(), reply));
        poured.forEach(one -> one.end(reply, clocks.monotonicMillis()));
    }

    private void notKept(Turn turn) {
        turn.stand().notKept(turn.taken(), clocks.monotonicMillis() + RETRY_MILLIS);
    }

    private void done(Turn turn) {
        var stand = turn.stand();
        stand.kept(turn.taken());
        if (!stand.isGone()) {
            stand.wakeMillis = firings.perform(stand, turn.taken(), clocks);
        }
        turn.forks().forEach(firings::begin);
    }

    /// When to look at the clock again.
    long wakeMillis() {
        long earliest = firings.againMillis();
        for (var stand : stands.values()) {
            earliest = Math.min(earliest, stand.wakeMillis.orElse(Long.MAX_VALUE));
        }
        return earliest;
    }

    private Moment moment() {
        return new Moment(clocks.wallMillis(), clocks.isSet(), clocks.monotonicMillis(), boot);
    }

    private static String said(MalformedException fault) {
        return String.valueOf(fault.getMessage());
    }

    /// Names of the rules that stand.
    Map<String, Rule> standing() {
        var rules = new TreeMap<String, Rule>();
        stands.forEach((name, stand) -> rules.put(name, stand.rule()));
        return rules;
    }

    boolean isAwake() {
        return boot >= 0;
    }
}

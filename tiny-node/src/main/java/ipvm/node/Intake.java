package ipvm.node;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Reading;
import ipvm.rule.InletTrigger;
import ipvm.rule.On;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Readings on their way from devices to rules: each is let in or not, numbered, dated, and written
/// together with what the rules make of it, so that a power cut leaves both or neither.
final class Intake {

    private static final int WAITING_MAX = 1_024;
    private static final int POURED_MAX = 256;
    private static final int PAGE = 256;
    private static final long BUSY_MILLIS = 1_000;

    private final Store store;
    private final int keptMax;
    private final TreeMap<String, Inflow> inflows = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long boot = 1;

    /// Whether readings came in this boot whose time is not known.
    private boolean isUndated;

    private record Waiting(Inflow inflow, Reading reading, Waiter.Ear ear) {}

    /// A reading that rules are given.
    ///
    /// @param changes what is written with what they make of it
    record Poured(
            Inflow inflow, Ipld.Map event, String mark, Waiter.Ear ear, List<Change> changes) {

        String inlet() {
            return inflow.name();
        }

        void end(Reply reply, long nowMillis) {
            inflow.end(mark, reply, nowMillis);
            ear.hear(reply);
        }
    }

    /// @param keptMax readings of one inlet that stay in the store
    Intake(Store store, int keptMax) {
        this.store = store;
        this.keptMax = keptMax;
    }

    /// These inlets are open from now on, and no others.
    void open(Collection<InletTerms> wanted, Clocks now) throws StoreException, MalformedException {
        var names = new HashSet<String>();
        for (var terms : wanted) {
            names.add(terms.name());
            var before = inflows.get(terms.name());
            if (before == null) {
                inflows.put(terms.name(), begin(terms, now));
            } else {
                before.change(terms);
            }
        }
        inflows.keySet().retainAll(names);
    }

    /// Numbers go on, and what was taken just before a power cut is known when it comes again.
    private Inflow begin(InletTerms terms, Clocks now) throws StoreException, MalformedException {
        var page = StoredReading.last(store, terms.name(), PAGE);
        long last = page.isEmpty() ? 0 : page.getLast().number();
        var inflow = new Inflow(terms, last, now.monotonicMillis());
        for (var one : recent(terms.name(), page, now)) {
            boot = Math.max(boot, one.boot() + 1);
            inflow.known(one.mark(), now.monotonicMillis());
        }
        return inflow;
    }

    /// The last page of readings, and those before it that are no older than copies may be.
    private List<StoredReading> recent(String inlet, List<StoredReading> last, Clocks now)
            throws StoreException, MalformedException {
        var all = new ArrayDeque<>(last);
        var page = last;
        while (page.size() == PAGE && page.getFirst().isSince(now, Inflow.MARKS_MILLIS)) {
            page = StoredReading.before(store, inlet, page.getFirst().number(), PAGE);
            page.reversed().forEach(all::addFirst);
        }
        return List.copyOf(all);
    }

    /// What the rules share that wait for an inlet.
    Optional<Budget> budget(On on) {
        return inflows.values().stream()
                .filter(inflow -> InletTrigger.isFor(on, inflow.name()))
                .findFirst()
                .flatMap(inflow -> inflow.terms().fuel());
    }

    List<Inflow> inflows() {
        return List.copyOf(inflows.values());
    }

    void arrived(Reading reading, Waiter.Ear ear, Clocks now) {
        var inflow = inflows.get(reading.inlet());
        if (inflow == null) {
            ear.hear(new Reply.Missing("no inlet is called '" + reading.inlet() + "'"));
        } else if (!inflow.isCopy(reading.mark(), ear, now.monotonicMillis())) {
            take(new Waiting(inflow, reading, ear), now);
        }
    }

    private void take(Waiting one, Clocks now) {
        var inflow = one.inflow;
        if (!inflow.terms().schema().allows(event(one, 0, now))) {
            one.ear.hear(new Reply.Refused("it is not what in." + inflow.name() + ".schema says"));
            return;
        }
        if (waiting.size() >= WAITING_MAX) {
            one.ear.hear(new Reply.Busy("too many readings came at once", BUSY_MILLIS));
            return;
        }
        long millis = inflow.patience(now.monotonicMillis());
        if (millis > 0) {
            one.ear.hear(new Reply.Busy("more than in." + inflow.name() + ".rate", millis));
            return;
        }
        inflow.begin(one.reading.mark(), now.monotonicMillis());
        waiting.add(one);
    }

    /// Takes out what its rules can be given now, in the order in which it came.
    ///
    /// @param isFree whether the rules of an inlet can be given something
    List<Poured> pour(Predicate<String> isFree, Clocks now) {
        var poured = new ArrayList<Poured>();
        for (var one : List.copyOf(waiting)) {
            if (poured.size() < POURED_MAX && isFree.test(one.inflow.name())) {
                waiting.remove(one);
                poured.add(pour(one, now));
            }
        }
        return poured;
    }

    private Poured pour(Waiting one, Clocks now) {
        var inflow = one.inflow;
        long number = inflow.nextNumber();
        var event = event(one, number, now);
        var changes = new ArrayList<Change>();
        changes.add(new StoredReading(event, one.reading.mark()).keep(inflow.name(), number));
        if (number > keptMax) {
            changes.add(StoredReading.drop(StoredReading.key(inflow.name(), number - keptMax)));
        }
        if (now.isSet() && isUndated) {
            changes.add(StoredReading.dated(boot, now.wallMillis() - now.monotonicMillis()));
        }
        isUndated = !now.isSet();
        return new Poured(inflow, event, one.reading.mark(), one.ear, changes);
    }

    private Ipld.Map event(Waiting one, long number, Clocks now) {
        var reading = one.reading;
        var event =
                Ipld.map(
                        "inlet", Ipld.of(reading.inlet()),
                        "seq", Ipld.of(number),
                        "boot", Ipld.of(boot),
                        "monotonic", Ipld.of(now.monotonicMillis()),
                        "at", Ipld.of(reading.atMillis().orElse(Math.max(0, now.wallMillis()))),
                        "clock", Ipld.of(clock(now)),
                        "from", Ipld.of(reading.from()),
                        "value", reading.value());
        return reading.unit().map(unit -> event.with("unit", Ipld.of(unit))).orElse(event);
    }

    private static String clock(Clocks now) {
        if (now.isSet()) {
            return "synced";
        }
        return now.wallMillis() > 0 ? "floor" : "unknown";
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Settlement;
import ipvm.key.Signer;
import ipvm.node.Recalls.Joining;
import ipvm.schedule.FairQueue;
import ipvm.schedule.Memo;
import ipvm.schedule.Purse;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.store.Intent;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.ucan.Refusal.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The way of a task, from asking to answering.
///
/// It can be read from [#asked] on: may it be asked for, is its end known, is it under way, is
/// there fuel for it; then it waits for a worker, runs, is signed, is kept, and only then answered.
final class Works {

    private static final long BUSY_MILLIS = 1_000;

    private final Store store;
    private final Rights rights;
    private final Agenda agenda;
    private final Recalls recalls;
    private final Secrets secrets;
    private final Purse purse;
    private final Deeds deeds;
    private final FairQueue<Work> queue;
    private final Map<Long, Work> works = new HashMap<>();
    private final Map<Cid, Work> byName = new HashMap<>();
    private final Tally tally = new Tally();
    private final Seen seen = new Seen();
    final Fleeting fleeting = new Fleeting();
    private BiConsumer<Order, Receipt> watch = (order, receipt) -> {};
    private Consumer<Order> sequel = order -> {};
    private int idleWorkers;
    private boolean isStopping;
    private long lastNumber;

    Works(Signer signer, Store store, Rights rights, Agenda agenda) {
        this.store = store;
        this.rights = rights;
        this.agenda = agenda;
        this.secrets = new Secrets(signer);
        this.recalls = new Recalls(store, rights, secrets);
        this.purse = new Purse(store);
        this.deeds = new Deeds(this, store, secrets, rights, agenda);
        this.queue =
                new FairQueue<>(rights.limits().queueDepthMax(), rights.limits().queueShareMax());
    }

    /// Who wants to know of every new receipt.
    void watch(BiConsumer<Order, Receipt> by) {
        watch = by;
    }

    /// Who sees to what was accepted.
    void follow(Consumer<Order> by) {
        sequel = by;
    }

    /// So many runs may be on at once.
    void hire(int workers) {
        idleWorkers += workers;
    }

    Tally.Now tally() {
        return tally.now(queue.depth(), works.size());
    }

    /// The end that a name is known to have come to, whatever the bounds, and for anybody to see.
    Optional<Memo.Known> known(Cid name) throws StoreException {
        return recalls.known(name);
    }

    private Work work(long number) {
        var work = works.get(number);
        if (work == null) {
            throw new IllegalStateException("work " + number + " is over");
        }
        return work;
    }

    // --- from asking to running --------------------------------------------------------------

    void asked(Waiter waiter) {
        asked(waiter, waiter.order().names());
    }

    void asked(Waiter waiter, List<Cid> names) {
        var refusal =
                rights.refusal(waiter.order(), agenda.isClockSet())
                        .or(() -> secrets.refusal(waiter.order()));
        if (refusal.isPresent()) {
            waiter.hear(new Reply.Denied(refusal.get()));
            return;
        }
        try {
            admitted(waiter, names);
        } catch (StoreException e) {
            waiter.hear(Reply.of(e));
        }
    }

    private void admitted(Waiter waiter, List<Cid> names) throws StoreException {
        var order = waiter.order();
        var known = recalls.of(order, names);
        if (known.isPresent()) {
            tally.recalled++;
            waiter.hear(new Reply.Ended(known.get().receipt(), known.get().filed(), true));
            return;
        }
        var same = recalls.isAnew(order) ? Optional.<Work>empty() : underWay(names);
        switch (joining(same, order, names)) {
            case JOIN -> join(same.orElseThrow(), waiter);
            case REFUSE -> waiter.hear(new Reply.Denied("what came of it is sealed for others"));
            case RUN -> begin(waiter, names);
        }
    }

    private Joining joining(Optional<Work> same, Order order, List<Cid> names)
            throws StoreException {
        if (same.isPresent()) {
            return recalls.joining(same.get().order, order);
        }
        return recalls.isSealed(order, names) ? Joining.REFUSE : Joining.RUN;
    }

    private void begin(Waiter waiter, List<Cid> names) throws StoreException {
        var order = waiter.order();
        var refusal = refusal(order);
        if (refusal.isPresent()) {
            waiter.hear(new Reply.Denied(refusal.get()));
            return;
        }
        var reserved =
                purse.reserve(order.grant().budgets(), order.bounds().fuel(), agenda.nowMillis());
        if (reserved.fuel() == 0 && order.task().isWasm() && order.bounds().fuel() > 0) {
            waiter.hear(new Reply.Denied("the budget of this right is used up"));
            return;
        }
        var within = order.within(order.bounds().withFuel(reserved.fuel()));
        start(enter(within, names, reserved), waiter);
    }

    /// Somebody's work from here on.
    Work enter(Order order, List<Cid> names, Purse.Reserved reserved) {
        var work = new Work(++lastNumber, order, names, reserved);
        works.put(work.number, work);
        names.forEach(name -> byName.putIfAbsent(name, work));
        return work;
    }

    /// Why it is not done although its answer is not known.
    private Optional<String> refusal(Order order) throws StoreException {
        if (order.untilMillis() <= agenda.nowMillis()) {
            return Optional.of("its deadline has passed");
        }
        var once = order.once();
        return once.isPresent() && store.isSeen(once.get().cid())
                ? Optional.of(Reason.REPLAYED.label() + ": it was asked for by this before")
                : Optional.empty();
    }

    private Optional<Work> underWay(List<Cid> names) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                .findFirst();
    }

    /// One run, every asker answered.
    void join(Work work, Waiter waiter) {
        if (work.waiters.size() >= rights.limits().waitersMax()) {
            waiter.hear(new Reply.Busy("too many wait for this task already", BUSY_MILLIS));
        } else {
            work.waiters.add(waiter);
        }
    }

    private void start(Work work, Waiter waiter) {
        work.waiters.add(waiter);
        tally.accepted++;
        var effect = rights.effects().find(work.order.task().command());
        if (effect.isPresent()) {
            deeds.begin(work, effect.get());
        } else if (!queue.offer(work.order.grant().holder(), work.order.priority(), work)) {
            over(work, new Reply.Busy("the queue is full", BUSY_MILLIS));
        }
    }

    /// Nothing more is begun.
    void stop() {
        isStopping = true;
    }

    /// As many runs as there are workers.
    void pump() {
        while (idleWorkers > 0 && !isStopping) {
            var next = queue.poll();
            if (next.isEmpty()) {
                return;
            }
            var work = next.get();
            if (works.containsKey(work.number)) {
                run(work);
            } else {
                queue.settle(work.order.grant().holder(), 0); // withdrawn meanwhile
                queue.over(work.order.grant().holder());
            }
        }
    }

    private void run(Work work) {
        idleWorkers--;
        work.begin();
        if (!work.hurry(agenda.nowMillis())) {
            rest(work, 0);
            over(work, new Reply.Denied("its deadline passed while it waited"));
            return;
        }
        try {
            agenda.add(work.run());
        } catch (MalformedException e) {
            rest(work, 0);
            var outcome = new Outcome.Failed("BadArgument", e.getMessage());
            conclude(work, Report.of(work.task(), outcome, Meter.NOTHING));
        }
    }

    /// Its worker is free again.
    private void rest(Work work, long fuel) {
        idleWorkers++;
        queue.settle(work.order.grant().holder(), fuel);
    }

    void fired(long number, Answer answer, long tookMillis) {
        deeds.fired(work(number), answer, tookMillis);
    }

    void settled(long number, Settlement settlement) {
        deeds.settled(work(number), settlement);
    }

    void takeUp(Intent intent) {
        deeds.takeUp(intent);
    }

    // --- from running to answering -----------------------------------------------------------

    void ran(Event.Ran ran) {
        var work = work(ran.work());
        rest(work, ran.ended().bill().fuel());
        tally.fuel += ran.ended().bill().fuel();
        var report = Endings.of(work, ran);
        if (report.isPresent()) {
            conclude(work, report.get());
        } else {
            over(work, new Reply.Busy("no memory left for it at the moment", BUSY_MILLIS));
        }
    }

    void notRun(long number, Reply why) {
        var work = work(number);
        rest(work, 0);
        over(work, why);
    }

    /// Has what happened signed, which takes longer than all else that is done about it here.
    void conclude(Work work, Report report) {
        work.state = Work.State.KEEPING;
        work.forks = Forks.of(work, report, rights);
        var told = report.withForks(work.forks.names());
        var dated = agenda.isClockSet() ? told : told.since(agenda.nowMillis());
        agenda.add(new Action.Sign(work.number, dated, Secrets.of(work.order)));
    }

    /// Has it written down, with all that has to be true together with it.
    void signed(long number, Receipt receipt) {
        var work = work(number);
        var forks = work.forks;
        var filed = work.filed(receipt, agenda.nowMillis());
        boolean isFleeting = fleeting.takes(work, receipt, rights);
        try {
            if (!isFleeting) {
                work.closing.add(new Change.File(filed));
            }
            work.closing.addAll(forks.accepted(agenda.nowMillis()));
            work.closing.addAll(seen.changes(work, agenda.nowMillis()));
            work.closing.addAll(
                    purse.settle(
                            work.reserved, receipt.report().meter().fuel(), agenda.nowMillis()));
        } catch (StoreException e) {
            over(work, Reply.of(e));
            return;
        }
        keep(
                work,
                new Agenda.Then(
                        () -> {
                            if (isFleeting) {
                                fleeting.add(filed);
                            }
                            answer(work, receipt, filed);
                            begin(work, forks);
                        },
                        why -> forgotten(work, Reply.of(why))));
    }

    /// What rules look at may wait until more is written; a command, and what others wait for, not.
    private void keep(Work work, Agenda.Then then) {
        boolean isCommand = rights.isCommand(work.order.task().command());
        if (work.closing.isEmpty()) {
            then.kept().run();
        } else if (!isCommand && work.isForThePatient()) {
            agenda.keepSoon(List.copyOf(work.closing), then, Agenda.Then.NOTHING);
        } else {
            agenda.keep(List.copyOf(work.closing), then.kept(), then.notKept());
        }
    }

    /// What its result wants to follow was accepted together with it.
    private void begin(Work work, Forks forks) {
        forks.orders().forEach(sequel);
        forks.left().forEach(why -> agenda.add(new Action.Note(work.task(), "left out: " + why)));
    }

    private void answer(Work work, Receipt receipt, Filed filed) {
        remove(work);
        tally.done++;
        if (!work.order.isSecret()) {
            watch.accept(work.order, receipt);
        }
        var first = new Reply.Ended(receipt, filed, false);
        for (int i = 0; i < work.waiters.size(); i++) {
            var waiter = work.waiters.get(i);
            if (i == 0 && work.isWithdrawn) {
                waiter.hear(new Reply.Cancelled());
            } else if (i == 0 && !work.isTakenUp) {
                waiter.hear(first);
            } else if (waiter.isListener()) {
                waiter.hear(new Reply.Ended(receipt.closed(), filed, true));
            } else if (Memo.holds(receipt, waiter.order().bounds())) {
                waiter.hear(new Reply.Ended(receipt, filed, true));
            } else {
                asked(waiter); // within its bounds it may end otherwise
            }
        }
    }

    /// It ends without a receipt.
    void over(Work work, Reply reply) {
        try {
            purse.settle(work.reserved, 0, agenda.nowMillis());
        } catch (StoreException e) {
            // An account that cannot be read was not drawn on: nothing was put aside.
        }
        forgotten(work, reply);
    }

    private void forgotten(Work work, Reply reply) {
        remove(work);
        work.waiters.forEach(waiter -> waiter.hear(reply));
    }

    private void remove(Work work) {
        purse.close(work.reserved);
        works.remove(work.number);
        if (work.isBegun) {
            queue.over(work.order.grant().holder());
        }
        work.names.forEach(name -> byName.remove(name, work));
    }

    Optional<Work> find(Cid name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What waits for a worker, and what is at work.
    List<UnderWay> underWay() {
        return works.values().stream().map(Work::underWay).toList();
    }
}

package ipvm.node;

import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Effect;
import ipvm.effect.Settlement;
import ipvm.schedule.Purse;
import ipvm.store.Change;
import ipvm.store.Intent;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.List;

/// The way of a task that asks the world for something, or does something to it.
///
/// A command is first written down and then fired: whoever finds only its intent after a crash has
/// to ask the world what became of it.
final class Deeds {

    private static final long BUSY_MILLIS = 1_000;

    /// A command is done once, even when nobody knows any more what came of it.
    private static final String FOLDED =
            "this command was settled and its receipt folded into a session; it is not done again";

    private final Works works;
    private final Store store;
    private final Secrets secrets;
    private final Rights rights;
    private final Agenda agenda;
    private final Rates rates = new Rates();
    private int underWay;

    Deeds(Works works, Store store, Secrets secrets, Rights rights, Agenda agenda) {
        this.works = works;
        this.store = store;
        this.secrets = secrets;
        this.rights = rights;
        this.agenda = agenda;
    }

    void begin(Work work, Effect effect) {
        if (underWay >= rights.limits().effectsMax()) {
            works.over(work, new Reply.Busy("too much is asked of the world already", BUSY_MILLIS));
            return;
        }
        long wait = rates.wait(effect, agenda.nowMillis());
        if (wait > 0) {
            var why = effect.command() + " is asked for more than " + effect.ratePerSecondMax();
            works.over(work, new Reply.Busy(why + " times a second", wait));
            return;
        }
        underWay++;
        work.state = Work.State.FIRED;
        switch (effect.kind()) {
            case QUERY -> agenda.add(work.fire(agenda.nowMillis()));
            case COMMAND -> command(work);
        }
    }

    private void command(Work work) {
        try {
            var before = store.intent(work.task());
            if (before.isPresent() && before.get().state() != Intent.State.SETTLED) {
                agenda.add(work.settle(agenda.nowMillis()));
            } else if (before.isPresent() && store.receipts(work.task()).isEmpty()) {
                underWay--;
                works.over(work, new Reply.Missing(FOLDED));
            } else {
                intend(work);
            }
        } catch (StoreException e) {
            unfired(work, e);
        }
    }

    private void intend(Work work) {
        var changes = List.<Change>of(secrets.intent(work, Intent.State.OPEN, agenda.nowMillis()));
        agenda.keep(
                changes,
                () -> agenda.add(work.fire(agenda.nowMillis())),
                why -> unfired(work, why));
    }

    private void unfired(Work work, StoreException why) {
        underWay--;
        works.over(work, Reply.of(why));
    }

    void fired(Work work, Answer answer, long tookMillis) {
        underWay--;
        if (rights.isCommand(work.order.task().command())) {
            boolean isUnknown = answer instanceof Answer.Unknown;
            var state = isUnknown ? Intent.State.UNKNOWN : Intent.State.SETTLED;
            work.closing.add(secrets.intent(work, state, agenda.nowMillis()));
        }
        works.conclude(work, Endings.of(work, answer, tookMillis));
    }

    void settled(Work work, Settlement settlement) {
        boolean isWanted = !work.waiters.stream().allMatch(Waiter::isListener);
        if (settlement instanceof Settlement.NotFired && isWanted) {
            intend(work);
        } else {
            fired(work, settlement.answer(), 0);
        }
    }

    /// A command that was cut off is settled before anybody asks for it.
    void takeUp(Intent intent) {
        try {
            var order = secrets.order(intent, rights);
            var names = List.of(intent.name());
            var work = works.enter(order, names, Purse.Reserved.NOTHING);
            work.isTakenUp = true;
            work.state = Work.State.FIRED;
            underWay++;
            agenda.add(work.settle(agenda.nowMillis()));
        } catch (MalformedException e) {
            throw new IllegalStateException("an intent that was written otherwise", e);
        }
    }
}

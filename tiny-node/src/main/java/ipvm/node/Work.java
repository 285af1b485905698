package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.effect.Ask;
import ipvm.effect.Scope;
import ipvm.schedule.Purse.Reserved;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.task.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One task on its way from asking to answering, with all who wait for it.
final class Work {

    final long number;

    /// Within the bounds that its budgets leave.
    Order order;

    final List<Cid> names;
    final Reserved reserved;
    final List<Waiter> waiters = new ArrayList<>();

    /// What is written together with its receipt.
    final List<Change> closing = new ArrayList<>();

    /// What its result wants to follow, once there is one.
    Forks forks = Forks.NONE;

    State state = State.QUEUED;
    boolean isWithdrawn;

    /// Whether its turn in the queue has come.
    boolean isBegun;

    /// Whether nobody asked for it: it was cut off, and what became of it is being found out.
    boolean isTakenUp;

    /// How far it is.
    enum State {
        QUEUED,
        RUNNING,
        /// The world is being asked, or is about to be.
        FIRED,
        /// Its receipt is being signed and written down.
        KEEPING
    }

    Work(long number, Order order, List<Cid> names, Reserved reserved) {
        this.number = number;
        this.order = order;
        this.names = names;
        this.reserved = reserved;
    }

    /// It gets no more time than is left until nobody wants its end; whether any is.
    boolean hurry(long nowMillis) {
        long left = order.untilMillis() - nowMillis;
        if (left < order.bounds().timeMillis()) {
            order = order.within(order.bounds().withTime(Math.max(0, left)));
        }
        return left > 0;
    }

    /// Its turn has come.
    void begin() {
        isBegun = true;
        state = State.RUNNING;
    }

    Action.Run run() throws MalformedException {
        return new Action.Run(number, order.task().wasmCall(), order.bounds(), order.isSecret());
    }

    Cid task() {
        return names.getFirst();
    }

    /// Whether nobody waits for it for whom its end must be durable.
    boolean isForThePatient() {
        return !waiters.isEmpty() && waiters.stream().allMatch(one -> one.ear().isPatient());
    }

    /// Whether nobody waits for it who wants its receipt.
    boolean isForTheCareless() {
        return !waiters.isEmpty() && waiters.stream().allMatch(one -> one.ear().isCareless());
    }

    UnderWay underWay() {
        var far = state == State.QUEUED ? UnderWay.State.QUEUED : UnderWay.State.RUNNING;
        return new UnderWay(task(), Optional.of(order.task()), far);
    }

    /// Somebody no longer waits; says whether nobody is left who does.
    boolean leave(long call) {
        boolean left = waiters.stream().anyMatch(waiter -> waiter.ear().isOf(call));
        waiters.replaceAll(waiter -> waiter.ear().isOf(call) ? waiter.gone() : waiter);
        return left && waiters.stream().allMatch(Waiter::isGone);
    }

    /// Its receipt as it is kept.
    Filed filed(Receipt receipt, long nowMillis) {
        var task = Secrets.filed(order);
        return new Filed(receipt.cid(), task(), names, task, receipt.bytes(), nowMillis, true);
    }

    Action.Fire fire(long nowMillis) {
        return new Action.Fire(number, ask(nowMillis), order.grant());
    }

    Action.Settle settle(long nowMillis) {
        return new Action.Settle(number, ask(nowMillis), order.grant());
    }

    /// What the world is asked for.
    private Ask ask(long nowMillis) {
        var task = order.task();
        return new Ask(
                task(),
                task.subject(),
                task.command(),
                task.args(),
                task.nonce(),
                nowMillis + order.bounds().timeMillis(),
                Scope.of(order.grant()));
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.Settlement;
import ipvm.store.StoreException;
import ipvm.task.Receipt;
import ipvm.wasm.Ended;
import java.util.List;

/// Something that happened to the node.
public sealed interface Event {

    /// The node was started: what was cut off before is to be taken up.
    record Started() implements Event {}

    /// Somebody who was admitted asks for a task.
    ///
    /// @param call what the asker is answered by
    /// @param names every name of the task, which takes longer to say than to decide about it
    record Asked(long call, Order order, List<Cid> names) implements Event {

        public Asked(long call, Order order) {
            this(call, order, order.names());
        }
    }

    /// The same, for somebody who does not wait: it will be done, whatever happens.
    record Entrusted(long call, Order order) implements Event {}

    /// Somebody who was admitted hands in a workflow, and hears of each job.
    record Submitted(long call, Plan plan) implements Event {}

    /// A run is over.
    ///
    /// @param log what it was told from outside, in that order
    record Ran(long work, Ended ended, List<Ipld> log, long tookMillis) implements Event {}

    /// A run could not begin.
    record NotRun(long work, Reply why) implements Event {}

    /// The world has answered, or has not.
    record Fired(long work, Answer answer, long tookMillis) implements Event {}

    /// What became of a command that was cut off.
    record Settled(long work, Settlement settlement) implements Event {}

    /// What came of a task is signed.
    record Signed(long work, Receipt receipt) implements Event {}

    /// What was to be kept is durable.
    record Kept(long batch) implements Event {}

    /// It is not, and never will be.
    record NotKept(long batch, StoreException why) implements Event {}

    /// Somebody takes a task or a workflow back.
    record Withdrawn(long call, Cid name) implements Event {}

    /// Somebody wants to hear how a task or a workflow ends that was asked for by others.
    record Awaited(long call, Cid name) implements Event {}

    /// Who asked by this call no longer listens.
    record Left(long call, Cid name) implements Event {}

    /// Nothing more is to be begun: the node is about to be stopped.
    record Stopping() implements Event {}

    /// Time has passed.
    record Tick() implements Event {}

    /// Somebody who was admitted wants something of the rules.
    record Ruled(long call, RuleOrder order) implements Event {}
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.effect.Ask;
import ipvm.key.Signer;
import ipvm.schedule.Bounds;
import ipvm.store.Change;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.task.WasmCall;
import ipvm.ucan.Grant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that the node wants done by its hands.
public sealed interface Action {

    /// Run a function of a module.
    ///
    /// @param isSecret whether nobody may see what it has to say besides its end
    record Run(long work, WasmCall call, Bounds bounds, boolean isSecret) implements Action {}

    /// Stop a run, if it is still on.
    record Halt(long work) implements Action {}

    /// Ask the world for something, or tell it to do something.
    record Fire(long work, Ask ask, Grant grant) implements Action {}

    /// Find out whether the world was told.
    record Settle(long work, Ask ask, Grant grant) implements Action {}

    /// Sign what came of a task; where that is a secret, it is sealed.
    record Sign(long work, Report report, Optional<Receipt.Secret> secret) implements Action {

        /// What it comes to under the signature of the executor.
        public Receipt by(Signer executor) {
            return secret.map(one -> Receipt.seal(executor, report, one))
                    .orElseGet(() -> Receipt.sign(executor, report));
        }
    }

    /// Make changes durable together, after those before them.
    ///
    /// @param batch told when they are; where `durable` is there, as soon as they are taken on
    /// @param durable told when they are, where they may wait for others to be written with
    record Keep(long batch, List<Change> changes, OptionalLong durable) implements Action {}

    /// Tell an asker.
    record Tell(long call, Reply reply) implements Action {}

    /// Say when the monotonic clock shows this; it is the only such wish, whatever was asked
    /// before.
    record Wake(long monotonicMillis) implements Action {}

    /// Show a result where the outside can see it.
    record Show(String out, Ipld value) implements Action {}

    /// Say something about a task.
    record Note(Cid task, String text) implements Action {}

    /// Say something about a rule.
    record Say(String rule, String text) implements Action {}
}

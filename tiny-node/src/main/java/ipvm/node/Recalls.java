package ipvm.node;

import ipvm.data.Cid;
import ipvm.schedule.Memo;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.List;
import java.util.Optional;

/// What is known of tasks, and to whom it may be told.
final class Recalls {

    private final Rights rights;
    private final Secrets secrets;
    private final Memo memo;

    Recalls(Store store, Rights rights, Secrets secrets) {
        this.rights = rights;
        this.secrets = secrets;
        this.memo = new Memo(store, rights::trusts, rights.trusted().isEmpty(), secrets::opened);
    }

    /// The end that a name is known to have come to, whatever the bounds, and for anybody to see.
    Optional<Memo.Known> known(Cid name) throws StoreException {
        return memo.recall(List.of(name), Rights.ANY, false, receipt -> receipt.sealed().isEmpty());
    }

    /// The end that somebody who asks is told.
    Optional<Memo.Known> of(Order order, List<Cid> names) throws StoreException {
        return isAnew(order)
                ? Optional.empty()
                : memo.recall(
                        names,
                        order.bounds(),
                        order.task().isPure(),
                        receipt -> secrets.mayRead(order, receipt));
    }

    /// Whether there is an end, which this asker may not see.
    boolean isSealed(Order order, List<Cid> names) throws StoreException {
        return isOnce(order) && memo.recall(names, order.bounds(), false).isPresent();
    }

    /// A query without a nonce is asked anew by everybody who asks.
    boolean isAnew(Order order) {
        return order.task().isPure() && rights.isQuery(order.task().command());
    }

    /// Whether doing it again would not be the same.
    private boolean isOnce(Order order) {
        return !order.task().isPure() || rights.isCommand(order.task().command());
    }

    /// What an asker is to do with a run that is under way.
    Joining joining(Order running, Order asked) {
        boolean isAlike =
                running.isSecret()
                        ? asked.isSecret() && running.readers().contains(asked.grant().holder())
                        : !asked.isSecret();
        if (isAlike || (!running.isSecret() && isOnce(asked))) {
            return Joining.JOIN;
        }
        return isOnce(asked) ? Joining.REFUSE : Joining.RUN;
    }

    /// One run does for all who may see what comes of it; a secret is shared among those who ask
    /// for it as one.
    enum Joining {
        JOIN,
        /// What is pure can be run for each.
        RUN,
        REFUSE
    }
}

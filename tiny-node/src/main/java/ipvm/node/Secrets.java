package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.store.Change;
import ipvm.store.Intent;
import ipvm.task.Receipt;
import ipvm.task.Sealed;
import ipvm.task.Task;
import java.util.Optional;
import java.util.Set;

/// What is secret of a task: it is plain in memory alone, and sealed wherever it is written.
///
/// Sealed are what came out, what was told and said on the way, and the task itself, whose
/// arguments may hold the end of another one. Its name is seen, which is a hash of them.
final class Secrets {

    private static final String TASK = "task";

    /// What a secret must not be given to, because what it does is to show it.
    private static final Set<String> SHOWING = Set.of("/log/write", "/task/enqueue");

    private final Signer signer;

    Secrets(Signer signer) {
        this.signer = signer;
    }

    /// Why a secret is not taken on, if so.
    Optional<String> refusal(Order order) {
        if (!order.isSecret()) {
            return Optional.empty();
        }
        var command = order.task().command().text();
        if (SHOWING.contains(command)) {
            return Optional.of(command + " would show a secret");
        }
        return Sealed.fits(signer.did())
                ? Optional.empty()
                : Optional.of("nothing can be sealed for " + signer.did() + ", which runs it");
    }

    /// What is to be sealed when what came of a task is signed.
    static Optional<Receipt.Secret> of(Order order) {
        return order.isSecret()
                ? Optional.of(new Receipt.Secret(order.task(), order.readers()))
                : Optional.empty();
    }

    /// The task as it is filed with its receipt.
    static Bytes filed(Order order) {
        return order.isSecret() ? Sealed.TASK : order.task().encode();
    }

    /// The task as it is written down before there is a receipt.
    private Bytes written(Order order) {
        if (!order.isSecret()) {
            return order.task().encode();
        }
        var content = Ipld.map(TASK, Ipld.of(order.task().encode()));
        return DagCbor.encode(Sealed.of(content, order.readers(), signer).encode());
    }

    /// An intent, as far as it came.
    Change.Intend intent(Work work, Intent.State state, long nowMillis) {
        return new Change.Intend(new Intent(work.task(), written(work.order), state, nowMillis));
    }

    /// What was asked for when an intent was written down.
    Order order(Intent intent, Rights rights) throws MalformedException {
        var secret = read(intent.body());
        return Order.of(secret.task(), rights.settling(), rights.own()).secret(secret.readers());
    }

    /// A task that was written down, and for whom it is sealed.
    private Receipt.Secret read(Bytes written) throws MalformedException {
        if (!Sealed.isSealed(written)) {
            return new Receipt.Secret(Task.decode(written), Set.of());
        }
        var sealed = Sealed.decode(written);
        if (sealed.open(signer) instanceof Ipld.Map map
                && map.find(TASK).orElse(Ipld.ofNull()) instanceof Ipld.Binary(var task)) {
            return new Receipt.Secret(Task.decode(task), sealed.readers());
        }
        throw new MalformedException("a sealed task", "something else");
    }

    /// With what is sealed in it, as far as this node may read it.
    Receipt opened(Receipt receipt) throws MalformedException {
        var sealed = receipt.sealed();
        boolean isForUs = sealed.isPresent() && sealed.get().readers().contains(signer.did());
        return isForUs ? receipt.opened(signer) : receipt;
    }

    /// Whether somebody who asks may see what came out: all may see what is no secret, and what is
    /// one is for those who ask for it as one, and whom it is sealed for.
    boolean mayRead(Order order, Receipt receipt) {
        var sealed = receipt.sealed();
        return sealed.isEmpty()
                || (order.isSecret()
                        && isFor(sealed.get(), order.grant().holder())
                        && isFor(sealed.get(), signer.did()));
    }

    private static boolean isFor(Sealed sealed, Did reader) {
        return sealed.readers().contains(reader);
    }
}

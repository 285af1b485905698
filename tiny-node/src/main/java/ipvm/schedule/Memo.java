package ipvm.schedule;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.store.Filed;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What was run before, and when that is the answer to who asks now.
public final class Memo {

    /// The name of the end of a command that certainly did not reach the world.
    public static final String NOT_FIRED = "NotFired";

    private final Store store;
    private final Predicate<Did> trust;
    private final boolean isAlone;
    private final Opener opener;

    /// Reads what is sealed in a receipt, as far as one can.
    @FunctionalInterface
    public interface Opener {
        Receipt open(Receipt receipt) throws MalformedException;
    }

    /// @param trust whose receipts count besides this node's own
    /// @param isAlone whether nobody's do, so that nobody can disagree
    public Memo(Store store, Predicate<Did> trust, boolean isAlone) {
        this(store, trust, isAlone, receipt -> receipt);
    }

    /// The same for somebody who may read secrets.
    ///
    /// @param opener reads what is sealed in a receipt, as far as it is for him
    public Memo(Store store, Predicate<Did> trust, boolean isAlone, Opener opener) {
        this.opener = opener;
        this.store = store;
        this.trust = trust;
        this.isAlone = isAlone;
    }

    /// The end that somebody within these bounds would come to, if it is known under one of a
    /// task's names; where two whom we trust disagree, nothing is known.
    ///
    /// @param isPure whether nothing but the task's own words may have shaped it
    public Optional<Known> recall(List<Cid> names, Bounds bounds, boolean isPure)
            throws StoreException {
        return recall(names, bounds, isPure, receipt -> true);
    }

    /// The same for somebody who may not see every receipt.
    ///
    /// @param open which receipts the asker may see
    public Optional<Known> recall(
            List<Cid> names, Bounds bounds, boolean isPure, Predicate<Receipt> open)
            throws StoreException {
        var all = new ArrayList<Known>();
        for (var name : names) {
            for (var filed : store.receipts(name)) {
                read(filed)
                        .filter(known -> counts(known, bounds) && open.test(known.receipt()))
                        .filter(known -> !isPure || known.receipt().report().log().isEmpty())
                        .ifPresent(all::add);
            }
            if (isAlone && all.stream().anyMatch(known -> !isLimit(known))) {
                break;
            }
        }
        var ends = all.stream().filter(known -> !isLimit(known)).toList();
        return ends.isEmpty()
                ? all.stream().findFirst()
                : agree(ends) ? Optional.of(ends.getFirst()) : Optional.empty();
    }

    private boolean counts(Known known, Bounds bounds) {
        return (known.filed().isOurs() || trust.test(known.receipt().issuer()))
                && holds(known.receipt(), bounds);
    }

    private Optional<Known> read(Filed filed) {
        try {
            return Optional.of(new Known(filed, opener.open(Receipt.decode(filed.token()))));
        } catch (MalformedException e) {
            return Optional.empty(); // of a kind that this version does not know
        }
    }

    /// Whether it says no more than that so much was not enough.
    private static boolean isLimit(Known known) {
        return switch (known.receipt().outcome()) {
            case Outcome.OutOfFuel o -> true;
            case Outcome.OutOfMemory o -> true;
            case Outcome.TimedOut t -> true;
            case Outcome.Ok ok -> false;
            case Outcome.Failed failed -> false;
            case Outcome.Trapped trapped -> false;
            case Outcome.Denied denied -> false;
            case Outcome.Unknown unknown -> false;
        };
    }

    private static boolean agree(List<Known> all) {
        return all.stream().map(known -> known.receipt().outcome()).distinct().count() <= 1;
    }

    /// Whether an end would be the same within other bounds.
    public static boolean holds(Receipt receipt, Bounds bounds) {
        var limit = receipt.report().meter().boundedBy();
        if (limit.isPresent() && limit.getAsLong() != bounds.memoryBytes()) {
            return false; // refused memory shaped it, so it belongs to that limit alone
        }
        return switch (receipt.outcome()) {
            case Outcome.Ok ok -> true;
            case Outcome.Failed(var name, var message) -> !name.equals(NOT_FIRED);
            case Outcome.Trapped trapped -> true;
            case Outcome.OutOfFuel(var least) -> bounds.fuel() <= least;
            case Outcome.OutOfMemory(var least) -> bounds.memoryBytes() <= least;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Denied denied -> false;
            case Outcome.Unknown unknown -> true;
        };
    }

    /// A receipt with where it was found.
    public record Known(Filed filed, Receipt receipt) {}
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.key.Did;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// Content on its way here, each from the neighbour that has it: what is missing is asked for, some
/// at a time and again where no word came, until nothing is.
final class Pulls {

    private static final long AGAIN_MILLIS = 2_000;
    private static final long PATIENCE_MILLIS = 300_000;

    private final Street street;
    private final Store store;
    private final List<Pull> pulls = new ArrayList<>();

    /// One content.
    private static final class Pull {
        final Did from;
        final Gathering gathering;
        final boolean isLenient;
        final Consumer<Optional<Reply>> over;
        long askedMillis;
        long untilMillis;

        Pull(Load load, Gathering gathering, Consumer<Optional<Reply>> over) {
            this.from = load.from;
            this.isLenient = load.isLenient;
            this.gathering = gathering;
            this.over = over;
        }
    }

    /// What is wanted of whom.
    ///
    /// @param isLenient whether it is whole without what the neighbour has not
    record Load(Did from, List<Cid> roots, boolean isLenient) {}

    Pulls(Street street, Store store) {
        this.street = street;
        this.store = store;
    }

    /// @param over told once that all is here, or why it is not
    void begin(Load load, Consumer<Optional<Reply>> over) {
        var one = new Pull(load, new Gathering(store), over);
        one.untilMillis = street.nowMillis() + PATIENCE_MILLIS;
        pulls.add(one);
        try {
            one.gathering.look(load.roots);
            goOn(one);
        } catch (StoreException e) {
            end(one, Optional.of(Reply.of(e)));
        }
    }

    private void goOn(Pull one) {
        if (one.gathering.isTooMuch()) {
            end(one, Optional.of(new Reply.Refused("it is of too many blocks")));
        } else if (one.gathering.isWhole()) {
            end(one, Optional.empty());
        } else {
            one.askedMillis = street.nowMillis();
            one.gathering.next().forEach(block -> street.want(one.from, block));
        }
    }

    private void end(Pull one, Optional<Reply> fault) {
        if (pulls.remove(one)) {
            one.over.accept(fault);
        }
    }

    /// Whether anybody waits for a block.
    boolean waitsFor(Cid block) {
        return pulls.stream().anyMatch(one -> one.gathering.waitsFor(block));
    }

    /// A block has come and is durable.
    void came(Cid block) {
        each(
                (one, now) -> one.gathering.waitsFor(block),
                one -> {
                    one.untilMillis = street.nowMillis() + PATIENCE_MILLIS;
                    try {
                        one.gathering.came(block);
                        goOn(one);
                    } catch (StoreException e) {
                        end(one, Optional.of(Reply.of(e)));
                    }
                });
    }

    /// A block has come and cannot be kept, and nor can the next one.
    void failed(Cid block, StoreException fault) {
        each(
                (one, now) -> one.gathering.waitsFor(block),
                one -> end(one, Optional.of(Reply.of(fault))));
    }

    /// A neighbour has not what it is asked for.
    void lacks(Did who, Cid block) {
        each(
                (one, now) -> one.from.equals(who) && one.gathering.waitsFor(block),
                one -> {
                    if (one.isLenient) {
                        one.gathering.without(block);
                        goOn(one);
                    } else {
                        end(one, Optional.of(missing(block)));
                    }
                });
    }

    private static Reply missing(Cid block) {
        return new Reply.Missing("neither here nor with the neighbour: " + block);
    }

    /// What was asked for may have been lost.
    void tick() {
        each(
                (one, now) -> now >= one.untilMillis,
                one -> end(one, Optional.of(new Reply.Missing("content that never came"))));
        each(
                (one, now) -> now - one.askedMillis >= AGAIN_MILLIS,
                one -> {
                    one.askedMillis = street.nowMillis();
                    one.gathering.asked().forEach(block -> street.want(one.from, block));
                });
    }

    private void each(BiPredicate<Pull, Long> which, Consumer<Pull> then) {
        long now = street.nowMillis();
        pulls.stream().filter(one -> which.test(one, now)).toList().forEach(then);
    }

    long wakeMillis() {
        return pulls.stream()
                .mapToLong(one -> one.askedMillis + AGAIN_MILLIS)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}

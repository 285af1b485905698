package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Parcel;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What neighbours ask of this node: let in, kept, completed with what they name, done, answered.
///
/// A request is durable before its neighbour is told that it is safe here, and until the answer is
/// safe there: whatever is started anew in between, it is answered, and a command is done once.
final class Service {

    private static final long AGAIN_MILLIS = 2_000;
    private static final long PATIENCE_MILLIS = 120_000;
    private static final int SERVED_MAX = 256;

    private final Street street;
    private final Did self;
    private final Store store;
    private final Map<Cid, Case> cases = new HashMap<>();

    /// One request that is not answered yet.
    private static final class Case {
        final Did by;
        final Order order;
        final Gathering gathering;
        final long untilMillis;
        long askedMillis;
        boolean isAsked;

        Case(Did by, Order order, Gathering gathering, long nowMillis) {
            this.by = by;
            this.order = order;
            this.gathering = gathering;
            this.askedMillis = nowMillis;
            this.untilMillis = nowMillis + PATIENCE_MILLIS;
        }
    }

    Service(Street street, Did self, Store store) {
        this.street = street;
        this.self = self;
        this.store = store;
    }

    /// A request has come.
    ///
    /// @param safe to be called when the neighbour may forget it
    /// @param busy to be called when it cannot be taken now
    void asked(Outward outward, Runnable safe, Runnable busy) {
        Outward.Petition petition;
        try {
            petition = outward.petition(self);
        } catch (MalformedException e) {
            safe.run(); // nobody can answer what cannot be read
            return;
        }
        var name = petition.request().cid();
        if (cases.containsKey(name)) {
            safe.run();
            return;
        }
        if (cases.size() >= SERVED_MAX) {
            busy.run();
            return;
        }
        switch (street.admit(petition)) {
            case Admitted.Out(var reply) -> {
                safe.run();
                answer(outward.neighbour(), Answered.of(name, reply), () -> {});
            }
            case Admitted.In(var order) -> {
                var keep = List.of(outward.kept(Outward.Way.IN, name));
                street.keep(
                        keep,
                        isKept -> {
                            if (isKept) {
                                safe.run();
                                begin(name, outward.neighbour(), order);
                            } else {
                                busy.run();
                            }
                        });
            }
        }
    }

    /// What was cut off is taken up.
    void takeUp(Cid name, Outward outward) {
        try {
            var petition = outward.petition(self);
            switch (street.admit(petition)) {
                case Admitted.In(var order) -> begin(name, outward.neighbour(), order);
                case Admitted.Out(var reply) ->
                        answer(outward.neighbour(), Answered.of(name, reply), () -> over(name));
            }
        } catch (MalformedException e) {
            over(name);
        }
    }

    private void begin(Cid name, Did by, Order order) {
        var one = new Case(by, order, new Gathering(store), street.nowMillis());
        cases.put(name, one);
        try {
            var roots = order.task().isWasm() ? Links.of(order.task().args()) : List.<Cid>of();
            one.gathering.look(roots).forEach(block -> street.want(by, block));
            goOn(name, one);
        } catch (StoreException e) {
            close(name, one, Reply.of(e));
        }
    }

    private void goOn(Cid name, Case one) {
        if (one.gathering.isWhole() && !one.isAsked) {
            one.isAsked = true;
            street.ask(one.order, reply -> close(name, one, reply));
        }
    }

    private void close(Cid name, Case one, Reply reply) {
        cases.remove(name);
        answer(one.by, Answered.of(name, reply), () -> over(name));
    }

    private void over(Cid name) {
        street.keep(List.of(Outward.over(Outward.Way.IN, name)), isKept -> {});
    }

    private void answer(Did to, Answered answered, Runnable safe) {
        street.send(to, new Parcel(Parcel.Kind.WORD, answered.encode()), safe);
    }

    /// Whether somebody's request waits for a block.
    boolean waitsFor(Cid block) {
        return cases.values().stream().anyMatch(one -> one.gathering.waitsFor(block));
    }

    /// A block has come and is durable.
    void came(Cid block) {
        for (var entry : List.copyOf(cases.entrySet())) {
            var one = entry.getValue();
            try {
                one.gathering.came(block).forEach(next -> street.want(one.by, next));
                goOn(entry.getKey(), one);
            } catch (StoreException e) {
                close(entry.getKey(), one, Reply.of(e));
            }
        }
    }

    /// A neighbour has not what it asked for to be used.
    void lacks(Did who, Cid block) {
        for (var entry : List.copyOf(cases.entrySet())) {
            var one = entry.getValue();
            if (one.by.equals(who) && one.gathering.waitsFor(block)) {
                close(entry.getKey(), one, missing(block));
            }
        }
    }

    private static Reply missing(Cid block) {
        return new Reply.Missing("neither here nor with who asked: " + block);
    }

    /// What was asked for may have been lost.
    void tick() {
        long now = street.nowMillis();
        for (var entry : List.copyOf(cases.entrySet())) {
            var one = entry.getValue();
            if (one.isAsked) {
                continue;
            }
            if (now >= one.untilMillis) {
                close(entry.getKey(), one, new Reply.Missing("content that never came"));
            } else if (now - one.askedMillis >= AGAIN_MILLIS) {
                one.askedMillis = now;
                again(one);
            }
        }
    }

    private void again(Case one) {
        one.gathering.missingBlocks().forEach(block -> street.want(one.by, block));
    }

    Optional<Long> wakeMillis() {
        return cases.values().stream()
                .filter(one -> !one.isAsked)
                .map(one -> one.askedMillis + AGAIN_MILLIS)
                .min(Long::compare);
    }
}

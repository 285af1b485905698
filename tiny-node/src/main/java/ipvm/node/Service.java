package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Parcel;
import ipvm.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What neighbours ask of this node: let in, kept, completed with what they name, done, answered.
///
/// A request is durable before its neighbour is told that it is safe here, and until the answer is
/// safe there: whatever is started anew in between, it is answered, and a command is done once. Who
/// only looks asks again by himself.
final class Service {

    private static final int SERVED_MAX = 256;

    private final Street street;
    private final Did self;
    private final Store store;
    private final Pulls pulls;
    private final Set<Cid> open = new HashSet<>();

    /// One request that is not answered yet.
    ///
    /// @param isKept whether it is written down
    private record Case(Cid name, Did by, boolean isKept) {}

    Service(Street street, Did self, Store store, Pulls pulls) {
        this.street = street;
        this.self = self;
        this.store = store;
        this.pulls = pulls;
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
        if (open.contains(name)) {
            safe.run();
            return;
        }
        if (open.size() >= SERVED_MAX) {
            busy.run();
            return;
        }
        switch (street.favour(petition)) {
            case Favour.No(var reply) -> {
                safe.run();
                answer(new Case(name, outward.neighbour(), false), reply);
            }
            case Favour.Run run -> kept(outward, name, run, safe, busy);
            case Favour.Say say -> {
                if (say.isLasting()) {
                    kept(outward, name, say, safe, busy);
                } else {
                    safe.run();
                    begin(new Case(name, outward.neighbour(), false), say);
                }
            }
        }
    }

    private void kept(Outward outward, Cid name, Favour favour, Runnable safe, Runnable busy) {
        street.keep(
                List.of(outward.kept(Outward.Way.IN, name)),
                isKept -> {
                    if (isKept) {
                        safe.run();
                        begin(new Case(name, outward.neighbour(), true), favour);
                    } else {
                        busy.run();
                    }
                });
    }

    /// What was cut off is taken up.
    void takeUp(Cid name, Outward outward) {
        var one = new Case(name, outward.neighbour(), true);
        try {
            begin(one, street.favour(outward.petition(self)));
        } catch (MalformedException e) {
            over(one);
        }
    }

    private void begin(Case one, Favour favour) {
        open.add(one.name);
        switch (favour) {
            case Favour.No(var reply) -> answer(one, reply);
            case Favour.Run(var order) -> {
                var needs = order.task().isWasm() ? Links.of(order.task().args()) : List.<Cid>of();
                pulls.begin(
                        new Pulls.Load(one.by, needs, false),
                        fault -> {
                            if (fault.isPresent()) {
                                answer(one, fault.get());
                            } else {
                                street.ask(order, reply -> answer(one, reply));
                            }
                        });
            }
            case Favour.Say say ->
                    pulls.begin(
                            new Pulls.Load(one.by, say.needs(), say.isLenient()),
                            fault -> {
                                if (fault.isPresent()) {
                                    answer(one, fault.get());
                                } else {
                                    tell(one, say);
                                }
                            });
        }
    }

    private void tell(Case one, Favour.Say say) {
        street.give(one.by, say.gives());
        var ways =
                new Telling.Ways(
                        store,
                        say.isLenient(),
                        street::post,
                        (word, fate) ->
                                street.send(one.by, new Parcel(Parcel.Kind.WORD, word), fate),
                        isHeard -> close(one, isHeard));
        street.answer(say.question(), new Telling(one.name, street.nowMillis(), ways));
    }

    private void answer(Case one, Reply reply) {
        var word = new Parcel(Parcel.Kind.WORD, Answered.of(one.name, reply).encode());
        street.send(one.by, word, isSafe -> close(one, isSafe));
    }

    /// What nobody heard is answered at the next start.
    private void close(Case one, boolean isHeard) {
        open.remove(one.name);
        if (isHeard && one.isKept) {
            over(one);
        }
    }

    private void over(Case one) {
        street.keep(List.of(Outward.over(Outward.Way.IN, one.name)), isKept -> {});
    }
}

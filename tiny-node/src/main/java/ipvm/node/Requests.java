package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Parcel;
import ipvm.store.Change;
import ipvm.task.Task;
import ipvm.ucan.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What this node asks of its neighbours: kept until the answer is durable here, so that whoever is
/// started anew in between, it is asked for again under the same name.
final class Requests {

    private final Street street;
    private final Map<Cid, Asked> asked = new LinkedHashMap<>();

    /// One that is not answered yet.
    private record Asked(Did of, Task task, Wait patience) {}

    Requests(Street street) {
        this.street = street;
    }

    void ask(Outward outward, Invocation request, Wait wait) {
        var name = request.cid();
        begin(outward, request, wait);
        street.keep(
                List.of(outward.kept(Outward.Way.OUT, name)),
                isKept -> {
                    wait.kept().complete(isKept);
                    if (isKept) {
                        send(outward, request);
                    } else {
                        unasked(name);
                    }
                });
    }

    /// What is not written down is not asked: nobody would make it again.
    private void unasked(Cid name) {
        var one = asked.remove(name);
        if (one != null) {
            var reply = new Reply.Full("the request could not be written down");
            one.patience().answer().complete(street.distant(one.of(), Optional.of(reply)));
        }
    }

    private void begin(Outward outward, Invocation request, Wait wait) {
        asked.put(request.cid(), new Asked(outward.neighbour(), Task.of(request), wait));
        street.look(outward.neighbour());
    }

    /// How long somebody waits, and what he is told by.
    ///
    /// @param kept whether the request will be made again whatever happens
    /// @param isPatient whether it stays asked for when nobody waits any more
    record Wait(
            CompletableFuture<Boolean> kept,
            CompletableFuture<Distant> answer,
            long untilMillis,
            boolean isPatient) {

        /// As long as it takes.
        static Wait forNobody() {
            return new Wait(
                    new CompletableFuture<>(), new CompletableFuture<>(), Long.MAX_VALUE, true);
        }
    }

    private void send(Outward outward, Invocation request) {
        street.give(outward.neighbour(), Links.of(request.request().args()));
        var parcel = new Parcel(Parcel.Kind.REQUEST, outward.container());
        street.send(outward.neighbour(), parcel, () -> {});
    }

    /// One that was asked for before this process was started.
    void takeUp(Cid name, Outward outward) throws MalformedException {
        if (asked.containsKey(name)) {
            return;
        }
        var request = outward.petition(outward.neighbour()).request();
        begin(outward, request, Wait.forNobody());
        send(outward, request);
    }

    /// The answer is ours when it is durable; whoever waits is told then.
    ///
    /// @param safe to be called when the neighbour may forget it
    /// @param busy to be called when it cannot be kept now, and has to be told again
    void answered(Did from, Bytes word, Runnable safe, Runnable busy) throws MalformedException {
        var answered = Answered.decode(word);
        var one = asked.get(answered.request());
        if (one == null || !one.of().equals(from)) {
            safe.run(); // told before, or nobody's
            return;
        }
        var reply = answered.reply(one.task(), street.wallMillis());
        var changes = new ArrayList<Change>();
        if (reply instanceof Reply.Ended ended) {
            changes.add(new Change.File(ended.filed()));
        }
        changes.add(Outward.over(Outward.Way.OUT, answered.request()));
        street.keep(
                changes,
                isKept -> {
                    if (!isKept) {
                        busy.run();
                        return;
                    }
                    safe.run();
                    asked.remove(answered.request());
                    one.patience().answer().complete(street.distant(from, Optional.of(reply)));
                });
    }

    void tick() {
        for (var entry : List.copyOf(asked.entrySet())) {
            if (street.nowMillis() >= entry.getValue().patience().untilMillis()) {
                giveUp(entry.getKey(), entry.getValue());
            }
        }
    }

    /// Nobody waits any more; what need not be done then is forgotten.
    private void giveUp(Cid name, Asked one) {
        asked.remove(name);
        if (!one.patience().isPatient()) {
            street.keep(List.of(Outward.over(Outward.Way.OUT, name)), isKept -> {});
        }
        one.patience().answer().complete(street.distant(one.of(), Optional.empty()));
    }

    long wakeMillis() {
        return asked.values().stream()
                .mapToLong(one -> one.patience().untilMillis())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void close() {
        asked.values()
                .forEach(one ->
                        one.patience()
                                .answer()
                                .complete(street.distant(one.of(), Optional.empty())));
    }
}

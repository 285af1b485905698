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
/// started anew in between, it is asked for again under the same name. Who only wants to look is
/// forgotten with this process, and asks again while it lasts.
final class Requests {

    private static final long AGAIN_MILLIS = 10_000;

    private final Street street;
    private final Map<Cid, Asked> asked = new LinkedHashMap<>();

    /// One that is not answered yet.
    private static final class Asked {
        final Outward outward;
        final Invocation request;
        final Wait patience;
        boolean isPatient;
        long untilMillis;
        long saidMillis;

        Asked(Outward outward, Invocation request, Wait patience, long nowMillis) {
            this.outward = outward;
            this.request = request;
            this.patience = patience;
            this.isPatient = patience.isPatient;
            this.saidMillis = nowMillis;
            stay(nowMillis);
        }

        /// Something was heard of it.
        void stay(long nowMillis) {
            untilMillis = isPatient ? Long.MAX_VALUE : nowMillis + patience.millis;
        }

        boolean isKept() {
            var command = request.request().command();
            return !Office.COMMANDS.contains(command) || Favour.lasts(command);
        }

        Did of() {
            return outward.neighbour();
        }
    }

    /// How long somebody waits, and what he is told by.
    ///
    /// @param kept whether the request will be made again whatever happens
    /// @param lines takes an answer in lines
    /// @param millis after the last word
    /// @param isPatient whether it stays asked for when nobody waits any more
    record Wait(
            CompletableFuture<Boolean> kept,
            CompletableFuture<Distant> answer,
            Optional<Listening> lines,
            long millis,
            boolean isPatient) {

        /// For who goes away when nothing was heard for so long.
        static Wait of(Optional<Listening> lines, long millis) {
            return new Wait(
                    new CompletableFuture<>(), new CompletableFuture<>(), lines, millis, false);
        }

        /// As long as it takes.
        static Wait forNobody(boolean isLines) {
            return new Wait(
                    new CompletableFuture<>(),
                    new CompletableFuture<>(),
                    Listening.forNobody(isLines),
                    0,
                    true);
        }
    }

    Requests(Street street) {
        this.street = street;
    }

    void ask(Outward outward, Invocation request, Wait wait) {
        var name = request.cid();
        var known = asked.get(name);
        if (known != null) {
            join(known, wait);
            return;
        }
        var one = begin(outward, request, wait);
        if (!one.isKept()) {
            send(one);
            return;
        }
        street.keep(
                List.of(outward.kept(Outward.Way.OUT, name)),
                isKept -> {
                    wait.kept().complete(isKept);
                    if (isKept) {
                        send(one);
                    } else {
                        // what is not written down is not asked: nobody would make it again
                        end(one, new Reply.Full("the request could not be written down"));
                    }
                });
    }

    /// The same request, made twice at once.
    private void join(Asked known, Wait wait) {
        known.isPatient |= wait.isPatient;
        known.stay(street.nowMillis());
        var unused = known.patience.answer().thenAccept(wait.answer()::complete);
        var unusedToo = known.patience.kept().thenAccept(wait.kept()::complete);
    }

    private Asked begin(Outward outward, Invocation request, Wait wait) {
        var one = new Asked(outward, request, wait, street.nowMillis());
        asked.put(request.cid(), one);
        street.look(outward.neighbour());
        return one;
    }

    private void send(Asked one) {
        street.give(one.of(), Links.of(one.request.request().args()));
        var parcel = new Parcel(Parcel.Kind.REQUEST, one.outward.container());
        street.send(one.of(), parcel, isSafe -> {});
    }

    /// One that was asked for before this process was started.
    void takeUp(Cid name, Outward outward) throws MalformedException {
        if (asked.containsKey(name)) {
            return;
        }
        var request = outward.petition(outward.neighbour()).request();
        boolean isLines = Office.COMMANDS.contains(request.request().command());
        var wait = Wait.forNobody(isLines);
        wait.kept().complete(true);
        send(begin(outward, request, wait));
    }

    /// The answer is ours when it is durable; whoever waits is told then.
    ///
    /// @param safe to be called when the neighbour may forget it
    /// @param busy to be called when it cannot be kept now, and has to be told again
    void answered(Did from, Bytes bytes, Runnable safe, Runnable busy) throws MalformedException {
        var word = Answered.word(bytes);
        var one = asked.get(Answered.request(word));
        if (one == null || !one.of().equals(from)) {
            safe.run(); // told before, or nobody's
            return;
        }
        try {
            var ends = new Ends(safe, busy);
            if (Passage.isOne(word)) {
                passed(one, Passage.of(word), ends);
            } else {
                answered(one, Answered.of(word), ends);
            }
        } catch (MalformedException e) {
            end(one, new Reply.Broken("it answers with nonsense: " + e.getMessage()));
            throw e;
        }
    }

    /// What the neighbour is told of its word.
    private record Ends(Runnable safe, Runnable busy) {

        /// Says so, and whether there is anything to go on with.
        boolean isSafe(boolean isKept) {
            (isKept ? safe : busy).run();
            return isKept;
        }
    }

    private void answered(Asked one, Answered answered, Ends ends) throws MalformedException {
        var reply = answered.reply(Task.of(one.request), street.wallMillis());
        var changes = new ArrayList<Change>();
        if (reply instanceof Reply.Ended ended) {
            changes.add(new Change.File(ended.filed()));
        }
        keep(one, changes, true, ends, () -> end(one, reply));
    }

    private void passed(Asked one, Passage passage, Ends ends) throws MalformedException {
        var lines =
                one.patience
                        .lines()
                        .orElseThrow(() -> new MalformedException("a receipt", "lines"));
        lines.check(passage);
        var changes = Listening.changes(passage, street.wallMillis());
        keep(
                one,
                changes,
                passage.end().isPresent(),
                ends,
                () -> {
                    one.stay(street.nowMillis());
                    lines.heard(passage);
                    passage.end()
                            .ifPresent(end -> {
                                asked.remove(one.request.cid());
                                one.patience.answer().complete(street.distant(one.of(), end));
                            });
                });
    }

    /// Has what came made durable, and goes on then.
    private void keep(Asked one, List<Change> changes, boolean isLast, Ends ends, Runnable then) {
        if (isLast && one.isKept()) {
            changes.add(Outward.over(Outward.Way.OUT, one.request.cid()));
        }
        if (changes.isEmpty()) {
            ends.isSafe(true);
            then.run();
            return;
        }
        street.keep(
                changes,
                isKept -> {
                    if (ends.isSafe(isKept)) {
                        then.run();
                    }
                });
    }

    private void end(Asked one, Reply reply) {
        asked.remove(one.request.cid());
        one.patience.answer().complete(street.distant(one.of(), Optional.of(reply)));
    }

    /// A neighbour fetches what it was asked to use.
    void touched(Did by) {
        asked.values().stream()
                .filter(one -> one.of().equals(by))
                .forEach(one -> one.stay(street.nowMillis()));
    }

    void tick() {
        long now = street.nowMillis();
        for (var entry : List.copyOf(asked.entrySet())) {
            var one = entry.getValue();
            if (now >= one.untilMillis) {
                giveUp(entry.getKey(), one);
            } else if (!one.isKept() && now - one.saidMillis >= AGAIN_MILLIS) {
                one.saidMillis = now;
                send(one);
            }
        }
    }

    /// Nobody waits any more; what need not be done then is forgotten.
    private void giveUp(Cid name, Asked one) {
        asked.remove(name);
        if (one.isKept()) {
            street.keep(List.of(Outward.over(Outward.Way.OUT, name)), isKept -> {});
        }
        one.patience.answer().complete(street.distant(one.of(), Optional.empty()));
    }

    long wakeMillis() {
        return asked.values().stream()
                .mapToLong(one ->
                        one.isKept()
                                ? one.untilMillis
                                : Math.min(one.untilMillis, one.saidMillis + AGAIN_MILLIS))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void close() {
        asked.values()
                .forEach(one ->
                        one.patience.answer().complete(street.distant(one.of(), Optional.empty())));
    }
}

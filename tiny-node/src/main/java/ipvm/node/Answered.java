package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Filed;
import ipvm.task.Receipt;
import ipvm.task.Task;
import java.util.Optional;

/// What a neighbour answers to a request: the receipt, or a plain word where nothing was done.
///
/// @param request what is answered
/// @param receipt the signed end, where there is one
/// @param isRecalled whether it was run for somebody before
/// @param refusal why there is no receipt
record Answered(
        Cid request, Optional<Bytes> receipt, boolean isRecalled, Optional<Refusal> refusal) {

    /// @param kind which reply it is, by name
    record Refusal(String kind, String why, long retryMillis) {}

    static Answered of(Cid request, Reply reply) {
        return switch (reply) {
            case Reply.Ended(var receipt, var filed, var isRecalled) ->
                    new Answered(
                            request, Optional.of(receipt.bytes()), isRecalled, Optional.empty());
            case Reply.Denied(var why) -> no(request, "denied", why, 0);
            case Reply.Busy(var why, var millis) -> no(request, "busy", why, millis);
            case Reply.Full(var why) -> no(request, "full", why, 0);
            case Reply.Missing(var what) -> no(request, "missing", what, 0);
            case Reply.Refused(var why) -> no(request, "refused", why, 0);
            case Reply.Broken(var why) -> no(request, "broken", why, 0);
            case Reply.Cancelled c -> no(request, "cancelled", "it was taken back there", 0);
            case Reply.Unsigned(var outcome) -> no(request, "broken", outcome.toString(), 0);
            case Reply.Accepted a -> throw new IllegalStateException("no end");
            case Reply.Begun b -> throw new IllegalStateException("no end");
            case Reply.Step s -> throw new IllegalStateException("no end");
            case Reply.Whole w -> throw new IllegalStateException("no end");
        };
    }

    private static Answered no(Cid request, String kind, String why, long retryMillis) {
        var refusal = new Refusal(kind, why, retryMillis);
        return new Answered(request, Optional.empty(), false, Optional.of(refusal));
    }

    /// As if it had been asked here.
    ///
    /// @param task what was asked for
    Reply reply(Task task, long nowMillis) throws MalformedException {
        if (receipt.isPresent()) {
            var read = Receipt.decode(receipt.get());
            if (!read.isSigned() || !task.names().contains(read.report().ran())) {
                throw new MalformedException("receipt of " + task.cid(), "another one");
            }
            return new Reply.Ended(read, filed(task, read, nowMillis), isRecalled);
        }
        var no = refusal.orElseThrow(() -> new MalformedException("answer", "an empty one"));
        return switch (no.kind) {
            case "denied" -> new Reply.Denied(no.why);
            case "busy" -> new Reply.Busy(no.why, no.retryMillis);
            case "full" -> new Reply.Full(no.why);
            case "missing" -> new Reply.Missing(no.why);
            case "refused" -> new Reply.Refused(no.why);
            case "cancelled" -> new Reply.Cancelled();
            default -> new Reply.Broken(no.why);
        };
    }

    private static Filed filed(Task task, Receipt receipt, long nowMillis) {
        return new Filed(
                receipt.cid(),
                task.cid(),
                task.names(),
                task.encode(),
                receipt.bytes(),
                nowMillis,
                false);
    }

    Bytes encode() {
        var map = Ipld.map("re", Ipld.of(request), "recalled", Ipld.of(isRecalled));
        if (receipt.isPresent()) {
            map = map.with("receipt", Ipld.of(receipt.get()));
        }
        if (refusal.isPresent()) {
            map =
                    map.with("kind", Ipld.of(refusal.get().kind))
                            .with("why", Ipld.of(brief(refusal.get().why)))
                            .with("retry", Ipld.of(refusal.get().retryMillis));
        }
        return DagCbor.encode(map);
    }

    private static String brief(String text) {
        return text.length() > 1_000 ? text.substring(0, 1_000) : text;
    }

    /// The word that an answer is in.
    static Ipld.Map word(Bytes bytes) throws MalformedException {
        if (DagCbor.decode(bytes) instanceof Ipld.Map map) {
            return map;
        }
        throw new MalformedException("answer that is a map", "something else");
    }

    /// Which request a word answers.
    static Cid request(Ipld.Map word) throws MalformedException {
        if (word.find("re").orElse(Ipld.ofNull()) instanceof Ipld.Link(var request)) {
            return request;
        }
        throw new MalformedException("answer with 're'", "something else");
    }

    static Answered of(Ipld.Map map) throws MalformedException {
        var request = request(map);
        Optional<Bytes> receipt =
                map.find("receipt").orElse(Ipld.ofNull()) instanceof Ipld.Binary(var token)
                        ? Optional.of(token)
                        : Optional.empty();
        Optional<Refusal> refusal =
                map.find("kind").orElse(Ipld.ofNull()) instanceof Ipld.Text(var kind)
                        ? Optional.of(new Refusal(kind, why(map), retry(map)))
                        : Optional.empty();
        boolean isRecalled = map.find("recalled").equals(Optional.of(Ipld.of(true)));
        return new Answered(request, receipt, isRecalled, refusal);
    }

    private static String why(Ipld.Map map) {
        return map.find("why").orElse(Ipld.ofNull()) instanceof Ipld.Text(var why) ? why : "";
    }

    private static long retry(Ipld.Map map) {
        boolean isNumber =
                map.find("retry").orElse(Ipld.ofNull()) instanceof Ipld.Int i
                        && !i.negative()
                        && i.fitsLong();
        return isNumber ? ((Ipld.Int) map.find("retry").orElseThrow()).asLong() : 0;
    }
}

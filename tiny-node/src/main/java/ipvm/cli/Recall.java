package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.schedule.Bounds;
import ipvm.schedule.Memo;
import ipvm.store.Filed;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether who asks for a task now, within the usual bounds, is told what is known, and why not.
///
/// @param known what the node itself would answer with
/// @param trusted whose receipts count
record Recall(Task task, Optional<Memo.Known> known, Bounds bounds, Set<Did> trusted, String why) {

    static Recall of(Station station, Task task) throws Stop, IOException {
        var usual =
                new Bounds(
                                station.settings().number("fuel.default", Quantity.AMOUNT),
                                Ration.MEMORY_NORMAL,
                                station.most().timeMillis())
                        .within(station.most());
        return of(station, task, usual);
    }

    static Recall of(Station station, Task task, Bounds bounds) throws IOException {
        var trusted = new java.util.HashSet<>(station.rights().trusted());
        trusted.add(station.did());
        boolean isAnew = task.isPure() && station.rights().isQuery(task.command());
        var memo = new Memo(station.store(), trusted::contains, false);
        var known =
                isAnew
                        ? Optional.<Memo.Known>empty()
                        : memo.recall(task.names(), bounds, task.isPure());
        var none = new Recall(task, known, bounds, trusted, "");
        var why =
                isAnew
                        ? "a query without a nonce is asked anew each time"
                        : none.reason(receipts(station, task));
        return new Recall(task, known, bounds, trusted, known.isPresent() ? "" : why);
    }

    /// What was signed of a task under any of its names: what another subject's same call came to
    /// is told, too, and may disagree.
    static List<Filed> receipts(Station station, Task task) throws IOException {
        var all = new LinkedHashMap<Cid, Filed>();
        for (var name : task.names()) {
            for (var filed : station.store().receipts(name)) {
                all.putIfAbsent(filed.receipt(), filed);
            }
        }
        return List.copyOf(all.values());
    }

    private String reason(List<Filed> all) {
        var ends = new ArrayList<Outcome>();
        var reasons = new ArrayList<String>();
        for (var filed : all) {
            var receipt = ReceiptView.of(filed).receipt();
            if (receipt.isPresent()) {
                var reason = against(receipt.get());
                (reason.isEmpty() ? ends : new ArrayList<Outcome>()).add(receipt.get().outcome());
                reasons.add(reason);
            }
        }
        if (ends.stream().distinct().count() > 1) {
            return "those who signed do not agree";
        }
        return reasons.isEmpty() ? "it was not run here yet" : reasons.getFirst();
    }

    Ipld.Map object() {
        return Ipld.map(
                "hit", Ipld.of(known.isPresent()),
                "receipt", known.map(it -> Ipld.of(it.filed().receipt())).orElse(Ipld.ofNull()),
                "why", Ipld.of(why));
    }

    /// All that a receipt says, and what is to be said of it.
    Ipld.Map row(ReceiptView view) {
        var row = view.line().with("ours", Ipld.of(view.filed().isOurs()));
        if (view.receipt().isEmpty()) {
            return row.with("signature", Ipld.of("unknown")).with("recall", Ipld.of("unreadable"));
        }
        var receipt = view.receipt().get();
        var report = receipt.report();
        var meter = report.meter();
        var bounded = meter.boundedBy();
        return row.with("signature", Ipld.of(receipt.isSigned() ? "valid" : "invalid"))
                .with("recall", Ipld.of(against(receipt)))
                .with("pages", Ipld.of(meter.pages()))
                .with("ms", Ipld.of(meter.millis()))
                .with("bounded", bounded.isPresent() ? Ipld.of(bounded.getAsLong()) : Ipld.ofNull())
                .with("log", new Ipld.List(report.log()))
                .with("fork", new Ipld.List(report.forks().stream().map(Ipld::of).toList()))
                .with("evidence", report.evidence().orElse(Ipld.ofNull()))
                .with("cause", report.cause().map(Ipld::of).orElse(Ipld.ofNull()));
    }

    /// Why a receipt is not the answer, nothing where it is.
    private String against(Receipt receipt) {
        if (!receipt.isSigned()) {
            return "the signature does not hold";
        }
        if (!trusted.contains(receipt.issuer())) {
            return "its signer is not trusted here (trust)";
        }
        if (task.isPure() && !receipt.report().log().isEmpty()) {
            return "it asked for the time or for chance, so it is not pure";
        }
        return Memo.holds(receipt, bounds) ? "" : limit(receipt);
    }

    private static String limit(Receipt receipt) {
        var bounded = receipt.report().meter().boundedBy();
        if (bounded.isPresent()) {
            return "memory was refused, so it counts only within " + bounded.getAsLong() + " bytes";
        }
        return switch (receipt.outcome()) {
            case Outcome.OutOfFuel(var limit) -> "more fuel than " + limit + " may be enough";
            case Outcome.OutOfMemory(var limit) -> "more bytes than " + limit + " may be enough";
            case Outcome.TimedOut t -> "another time it may be done in time";
            case Outcome.Failed failed -> "it was not fired, so it may be tried again";
            case Outcome.Ok ok -> "";
            case Outcome.Trapped trapped -> "";
            case Outcome.Denied denied -> "nobody signs a refusal";
            case Outcome.Unknown unknown -> "";
        };
    }
}

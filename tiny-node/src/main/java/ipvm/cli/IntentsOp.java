package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.schedule.Memo;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.store.Intent;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Report;
import ipvm.task.Sealed;
import ipvm.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `intents {}`: `{intent, cmd, state, at}` for each that is not settled; `intents {settle, fired,
/// note}`: a person says what became of one, which is signed and takes the place of not knowing.
final class IntentsOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        if (args.has("settle")) {
            lines.line(settle(station, args));
            return;
        }
        for (var intent : station.store().unsettled()) {
            lines.line(line(intent));
        }
    }

    private static Ipld.Map line(Intent intent) throws MalformedException {
        return Ipld.map(
                "intent", Ipld.of(intent.name()),
                "cmd", Ipld.of(command(intent)),
                "state", Ipld.of(TraceOp.state(intent.state())),
                "at", Ipld.of(intent.atMillis()));
    }

    private static String command(Intent intent) throws MalformedException {
        return Sealed.isSealed(intent.body())
                ? Sealed.decode(intent.body()).text()
                : Task.decode(intent.body()).command().text();
    }

    private static Ipld.Map settle(Station station, Word args)
            throws Stop, MalformedException, IOException {
        var intent = unknown(station, args.link("settle"));
        boolean isFired = args.truth("fired");
        var note = args.text("note");
        var doubt = doubt(station, intent);
        var evidence =
                Ipld.map(
                        "note", Ipld.of(note),
                        "settled", Ipld.of("by a person"),
                        "at", Ipld.of(station.nowMillis()),
                        "replaces",
                                doubt.map(filed -> Ipld.of(filed.receipt())).orElse(Ipld.ofNull()));
        var outcome =
                isFired
                        ? new Outcome.Ok(Ipld.ofNull())
                        : new Outcome.Failed(Memo.NOT_FIRED, "a person says so: " + note);
        var report = Report.of(intent.name(), outcome, Meter.NOTHING).withEvidence(evidence);
        var filed = filed(station, intent, report);
        var changes = new ArrayList<Change>();
        doubt.ifPresent(old -> changes.add(new Change.Unfile(old.receipt())));
        changes.add(new Change.File(filed));
        changes.add(new Change.Intend(intent.in(Intent.State.SETTLED)));
        station.node().keep(changes);
        return line(intent.in(Intent.State.SETTLED)).with("receipt", Ipld.of(filed.receipt()));
    }

    private static Intent unknown(Station station, Cid name) throws Stop, IOException {
        var intent = station.store().intent(name);
        if (intent.isEmpty()) {
            throw Stop.notFound("no intent " + name + " ('ipvm intents' lists them)");
        }
        return switch (intent.get().state()) {
            case UNKNOWN -> intent.get();
            case SETTLED -> throw Stop.usage(name + ": is settled already");
            case OPEN ->
                    throw new Stop(
                            Exit.BUSY,
                            name + ": is under way; the node finds out by itself ('ipvm up')");
        };
    }

    /// What this node said while it did not know.
    private static Optional<Filed> doubt(Station station, Intent intent) throws IOException {
        for (var filed : station.store().receipts(intent.name())) {
            var receipt = ReceiptView.of(filed).receipt();
            if (filed.isOurs()
                    && receipt.isPresent()
                    && receipt.get().outcome() instanceof Outcome.Unknown) {
                return Optional.of(filed);
            }
        }
        return Optional.empty();
    }

    private static Filed filed(Station station, Intent intent, Report report) {
        var receipt = station.sign(report);
        return new Filed(
                receipt.cid(),
                intent.name(),
                List.of(intent.name()),
                intent.body(),
                receipt.bytes(),
                station.nowMillis(),
                true);
    }
}

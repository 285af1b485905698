package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.task.Receipt;
import ipvm.task.Sealed;
import ipvm.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// `file {tokens}`: files receipts whose tasks are here, `{filed: [link], missing: [link]}`; `file
/// {undo}`: takes them back.
///
/// The names under which a receipt is found are made from its task here: who sends it could name
/// another one's.
final class FileOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        if (args.has("undo")) {
            undo(station, args.items("undo"));
            lines.line(Ipld.map());
            return;
        }
        var changes = new ArrayList<Change>();
        var filed = new ArrayList<Ipld>();
        var missing = new ArrayList<Ipld>();
        var fresh = new HashSet<Cid>();
        for (var token : args.items("tokens")) {
            var receipt = receipt(Word.bytes(token));
            var task =
                    receipt.sealed().isPresent()
                            ? Optional.of(Sealed.TASK)
                            : station.store().block(receipt.report().ran());
            if (task.isEmpty()) {
                missing.add(Ipld.of(receipt.cid()));
            } else if (fresh.add(receipt.cid())
                    && station.store().receipts(receipt.cid()).isEmpty()) {
                changes.add(new Change.File(filed(station, receipt, task.get())));
                changes.add(new Change.Drop(receipt.report().ran())); // it lies with the receipt
                filed.add(Ipld.of(receipt.cid()));
            }
        }
        if (!changes.isEmpty()) {
            station.node().keep(changes);
        }
        lines.line(Ipld.map("filed", new Ipld.List(filed), "missing", new Ipld.List(missing)));
    }

    private static Receipt receipt(Bytes token) throws Stop, MalformedException {
        var receipt = Receipt.decode(token);
        if (!receipt.isSigned()) {
            throw Stop.usage("the signature of receipt " + receipt.cid() + " does not hold");
        }
        return receipt;
    }

    private static Filed filed(Station station, Receipt receipt, Bytes taskBytes)
            throws MalformedException {
        var names =
                Sealed.isSealed(taskBytes)
                        ? List.of(receipt.report().ran())
                        : Task.decode(taskBytes).names();
        return new Filed(
                receipt.cid(),
                receipt.report().ran(),
                names,
                taskBytes,
                receipt.bytes(),
                station.nowMillis(),
                receipt.issuer().equals(station.did()));
    }

    private static void undo(Station station, List<Ipld> receipts) throws IOException {
        var changes = new ArrayList<Change>();
        for (var receipt : receipts) {
            if (receipt instanceof Ipld.Link(var cid)) {
                changes.add(new Change.Unfile(cid));
            }
        }
        station.node().keep(changes);
    }
}

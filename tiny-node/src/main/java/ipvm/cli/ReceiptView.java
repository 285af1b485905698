package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Filed;
import ipvm.task.Receipt;
import ipvm.task.Task;
import java.util.Optional;

/// A receipt as it lies in the store, read as far as this version can.
record ReceiptView(Filed filed, Optional<Receipt> receipt, Optional<Task> task) {

    static ReceiptView of(Filed filed) {
        return new ReceiptView(filed, receipt(filed), task(filed));
    }

    private static Optional<Receipt> receipt(Filed filed) {
        try {
            return Optional.of(Receipt.decode(filed.token()));
        } catch (MalformedException e) {
            return Optional.empty(); // of a kind that this version does not know
        }
    }

    private static Optional<Task> task(Filed filed) {
        try {
            return Optional.of(Task.decode(filed.taskBytes()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// The line of `receipts`.
    Ipld.Map line() {
        return Ipld.map(
                "receipt", Ipld.of(filed.receipt()),
                "task", Ipld.of(filed.task()),
                "instruction", instruction().map(Ipld::of).orElse(Ipld.ofNull()),
                "cmd", task.map(it -> Ipld.of(it.command().text())).orElse(Ipld.ofNull()),
                "fun", task.flatMap(ReceiptView::function).orElse(Ipld.ofNull()),
                "out", receipt.map(it -> (Ipld) it.outcome().encode()).orElse(Ipld.ofNull()),
                "fuel",
                        receipt.map(it -> Ipld.of(it.report().meter().fuel()))
                                .orElse(Ipld.ofNull()),
                "iss", receipt.map(it -> Ipld.of(it.issuer().text())).orElse(Ipld.ofNull()),
                "at", Ipld.of(filed.atMillis()));
    }

    private Optional<Cid> instruction() {
        return filed.names().stream().filter(name -> !name.equals(filed.task())).findFirst();
    }

    static Optional<Ipld> function(Task task) {
        return task.isWasm() ? task.args().find("fun") : Optional.empty();
    }
}

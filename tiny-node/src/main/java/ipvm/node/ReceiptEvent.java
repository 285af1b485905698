package ipvm.node;

import ipvm.data.Ipld;
import ipvm.task.Receipt;
import ipvm.task.Task;

/// A receipt as an event of rules: what was done, to what end, and where it is written.
final class ReceiptEvent {

    private ReceiptEvent() {}

    static Ipld.Map of(Task task, Receipt receipt, long atMillis) {
        return Ipld.map(
                "receipt", Ipld.of(receipt.cid()),
                "ran", Ipld.of(task.cid()),
                "sub", Ipld.of(task.subject().text()),
                "cmd", Ipld.of(task.command().text()),
                "args", task.args(),
                "out", receipt.outcome().encode(),
                "meter", receipt.report().meter().encode(),
                "at", Ipld.of(atMillis));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Store;
import java.io.IOException;

/// `receipts {limit, after?}`: `{number, line}` for each, the oldest first; those after a number,
/// or the last ones.
final class ReceiptsOp implements Op {

    static final int LIMIT_MAX = 10_000;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        int limit = Math.clamp(args.number("limit"), 0, LIMIT_MAX);
        var after = args.findNumber("after");
        var store = station.store();
        var found =
                after.isPresent()
                        ? store.receiptsAfter(after.getAsLong(), limit)
                        : store.lastReceipts(limit);
        for (Store.Numbered one : found) {
            var line = ReceiptView.of(one.filed()).line();
            lines.line(Ipld.map("number", Ipld.of(one.number()), "line", line));
        }
    }
}

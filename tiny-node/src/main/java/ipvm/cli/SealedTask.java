package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Sealed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `trace` says of a task that is a secret: that it is one, for whom, and what it used.
final class SealedTask {

    private SealedTask() {}

    static Optional<Ipld.Map> find(Station station, Cid cid)
            throws MalformedException, IOException {
        var rows = new ArrayList<Ipld>();
        var text = intent(station, cid);
        for (var filed : station.store().receipts(cid)) {
            var view = ReceiptView.of(filed);
            var sealed = view.receipt().flatMap(receipt -> receipt.sealed());
            if (!Sealed.isSealed(filed.taskBytes())) {
                return Optional.empty(); // somebody asked for it as no secret
            }
            rows.add(view.line());
            text = sealed.map(Sealed::text).or(() -> Optional.of("sealed"));
        }
        return text.map(word -> line(cid, word, rows));
    }

    private static Ipld.Map line(Cid cid, String text, List<Ipld> rows) {
        return Ipld.map(
                "cid", Ipld.of(cid),
                "kind", Ipld.of("sealed"),
                "text", Ipld.of(text),
                "receipts", new Ipld.List(rows));
    }

    private static Optional<String> intent(Station station, Cid cid)
            throws MalformedException, IOException {
        var intent = station.store().intent(cid);
        return intent.isPresent() && Sealed.isSealed(intent.get().body())
                ? Optional.of(Sealed.decode(intent.get().body()).text())
                : Optional.empty();
    }
}

package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Session;
import ipvm.store.Sessions;
import java.io.IOException;
import java.util.Optional;

/// `sessions {cid?}`: the sessions into which old receipts were folded, the oldest first, or the
/// one in which a receipt is, with the proof of it.
final class SessionsOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var cid = args.findLink("cid");
        if (cid.isPresent()) {
            var found = found(station, cid.get());
            if (found.isPresent()) {
                lines.line(found.get());
            }
            return;
        }
        for (var session : new Sessions(station.store()).all()) {
            lines.line(line(session));
        }
    }

    /// What is left of a receipt that was folded.
    static Optional<Ipld.Map> found(Station station, Cid receipt) throws IOException {
        return new Sessions(station.store())
                .find(receipt)
                .map(found ->
                        Ipld.map(
                                "cid", Ipld.of(receipt),
                                "kind", Ipld.of("folded"),
                                "session", line(found.session()),
                                "proof", found.inclusion().encode()));
    }

    private static Ipld.Map line(Session session) {
        var line =
                Ipld.map(
                        "session", Ipld.of(session.name()),
                        "root", Ipld.of(session.root()),
                        "receipts", Ipld.of(session.sums().count()));
        for (var sum : session.sums().encode().entries()) {
            line = line.with(sum.key(), sum.value());
        }
        return line.with("token", Ipld.of(session.token()));
    }

    /// In some words.
    static String text(Word session) throws MalformedException {
        var outcomes = new java.util.ArrayList<String>();
        for (var entry : session.inner("outcomes").entries()) {
            outcomes.add(((Ipld.Int) entry.value()).asLong() + " " + entry.key());
        }
        return "%s  %d receipts (%s)  %d fuel  %d ms  root %s"
                .formatted(
                        Shown.safe(session.text("session")),
                        session.number("receipts"),
                        Shown.safe(String.join(", ", outcomes)),
                        session.number("fuel"),
                        session.number("ms"),
                        session.bytes("root").hex());
    }
}

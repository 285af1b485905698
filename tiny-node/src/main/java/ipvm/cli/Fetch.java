package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Office;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm fetch`: brings content here from a neighbour.
final class Fetch implements Command {

    private static final String CID = "CID";
    private static final String FROM = "--from";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("fetch", "bring content here from a neighbour")
                        .operand(CID, "the root of the content")
                        .option(
                                FROM,
                                "PEER",
                                "a DID, a name, or coap://HOST; else whoever is near");
        return Authority.key(syntax)
                .note(
                        "It needs the right to /block/read there, but for what is public ('ipvm"
                                + " publish'). It is kept when all of it is here ('ipvm unkeep'"
                                + " lets it go). What came before a cut is not fetched again: give"
                                + " the same command.")
                .example("ipvm fetch bafybei... --from kitchen", "Bring it from the kitchen");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var address = Address.of(words.the(CID));
        if (!address.path().isEmpty()) {
            throw Stop.usage("a path cannot be fetched: give the CID that it leads to");
        }
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            if (words.has(FROM)) {
                fetch(call, desk, Distance.of(call, desk, words.the(FROM)), address.root());
            } else {
                search(call, desk, address.root());
            }
            return Exit.OK;
        }
    }

    /// Asks those who are near one after the other; what none gives is not found.
    private static void search(Call call, Desk desk, Cid cid)
            throws Stop, MalformedException, IOException {
        var faults = new ArrayList<String>();
        for (var peer : near(desk)) {
            try {
                fetch(call, desk, Distance.of(call, desk, peer), cid);
                return;
            } catch (Stop e) {
                faults.add(peer + ": " + e.line());
            }
        }
        faults.forEach(call.out()::note);
        throw Stop.notFound(
                "no neighbour gives " + cid + " (asked " + faults.size() + "); name one by --from");
    }

    private static List<String> near(Desk desk) throws Stop, MalformedException, IOException {
        var near = new ArrayList<String>();
        for (var line : desk.all("peers", Ipld.map())) {
            var word = new Word(line);
            if (!word.truth("silent")) {
                near.add(word.text("did"));
            }
        }
        return near;
    }

    private static void fetch(Call call, Desk desk, Distance distance, Cid cid)
            throws Stop, MalformedException, IOException {
        var args = Ipld.map("op", Ipld.of("give"), "cid", Ipld.of(cid));
        var request =
                distance.request(Office.READ, args, Distance.WAY_MILLIS).with("cid", Ipld.of(cid));
        try (var view = new MoveView(call)) {
            desk.ask("fetch", request, view::line);
            view.done(distance.peer());
        }
    }
}

package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Office;
import java.io.IOException;

/// `ipvm send`: hands content to a neighbour, which keeps it.
final class Send implements Command {

    private static final String PEER = "PEER";
    private static final String WHAT = "FILE|CID";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("send", "hand content to a neighbour")
                        .operand(PEER, "to whom: a DID, a name, or coap://HOST")
                        .operand(WHAT, "a file, which is put first, or the root of content");
        return Authority.key(syntax)
                .note(
                        "It needs the right to /block/write there. It is done when the neighbour"
                                + " has written down all of it and holds on to it. What went over"
                                + " before a cut is not sent again: give the same command.")
                .example("ipvm send kitchen photo.png", "Its CID, when it is safe there");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var input = Input.of(words.the(WHAT), call.world());
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            var distance = Distance.of(call, desk, words.the(PEER));
            var cid = input.exists() ? put(input, desk) : stored(words.the(WHAT), desk);
            var args = Ipld.map("cid", Ipld.of(cid));
            var request =
                    distance.request(Office.WRITE, args, Distance.WAY_MILLIS)
                            .with("moved", Ipld.of(cid));
            try (var view = new MoveView(call)) {
                var far = Far.ask(desk, request, view::line);
                view.done(far, distance.peer());
            }
            return Exit.OK;
        }
    }

    private static Cid put(Input input, Desk desk) throws Stop, MalformedException, IOException {
        try (var in = input.open()) {
            return Shipment.file(desk, in, false);
        }
    }

    /// What is not here as a whole cannot be handed on.
    private static Cid stored(String word, Desk desk) throws Stop, MalformedException, IOException {
        if (!Names.looksLikeCid(word)) {
            throw Stop.notFound(word + ": no such file, and no CID");
        }
        var cid = Cid.parse(word);
        var args = Ipld.map("cid", Ipld.of(cid), "as", Ipld.of("look"));
        var look = new Word(desk.one("hold", args));
        if (!look.items("missing").isEmpty()) {
            var first = ((Ipld.Link) look.items("missing").getFirst()).cid();
            throw Stop.notFound("block " + first + " of it is not here");
        }
        return cid;
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm peers name`: calls a neighbour by a short name.
final class PeersName implements Command {

    private static final String DID = "DID";
    private static final String NAME = "NAME";

    @Override
    public Syntax syntax() {
        return Syntax.of("peers name", "call a neighbour by a short name")
                .operand(DID, "who")
                .operand(
                        NAME, "letters, digits, '-' and '_'; it is good wherever PEER is asked for")
                .example("ipvm peers name did:key:z6Mk... kitchen", "Call it kitchen");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var did = Names.whom(words.the(DID));
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            desk.all(
                    "peers",
                    Ipld.map("did", Ipld.of(did.text()), "name", Ipld.of(words.the(NAME))));
            return Exit.OK;
        }
    }
}

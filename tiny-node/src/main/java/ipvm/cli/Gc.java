package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm gc`: removes what nothing needs.
final class Gc implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("gc", "remove blocks that nothing needs")
                .note(
                        "Stays: what is kept or public, what rules, accepted work, open intents and"
                                + " kept receipts name, and all receipts. The file does not"
                                + " shrink: its room is used again.")
                .example("ipvm gc", "Make room")
                .example("ipvm gc --json", "How much, for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = Reading.desk(call)) {
            var line = new Word(desk.one("gc", Ipld.map()));
            call.out()
                    .result(
                            Answer.of(
                                    line.map(),
                                    "removed "
                                            + line.number("removed")
                                            + " blocks, "
                                            + line.number("bytes")
                                            + " bytes"));
            return Exit.OK;
        }
    }
}

package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;

/// `ipvm keep`, `ipvm unkeep` and `ipvm publish`: what the store holds on to, and what others may
/// have.
///
/// @param name of the command
record Hold(String name) implements Command {

    private static final String CID = "CID";

    @Override
    public Syntax syntax() {
        return switch (name) {
            case "keep" ->
                    Syntax.of(name, "hold on to content or a receipt")
                            .operand(CID, "the root of the content, a receipt, or a task's name")
                            .note(
                                    "All that is reachable from there and is here stays, also when"
                                            + " room is needed; what is missing is named.")
                            .example("ipvm keep $(ipvm put photo.png)", "Put a file for good");
            case "unkeep" ->
                    Syntax.of(name, "let content or a receipt go again")
                            .operand(CID, "what was kept")
                            .note(
                                    "What something else that is kept needs stays. 'ipvm gc'"
                                            + " removes the rest.")
                            .example("ipvm unkeep $(ipvm put photo.png)", "Keep it no longer");
            case "publish" ->
                    Syntax.of(name, "let everybody have content")
                            .operand(CID, "the root of the content")
                            .note(
                                    "Without it, content is for its owner and for those who were"
                                            + " given /block/read. It cannot be taken back from"
                                            + " those who have it.")
                            .example("ipvm publish $(ipvm put photo.png)", "Show a file to all");
            default -> throw new IllegalStateException(name);
        };
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var address = Address.of(call.arguments().the(CID));
        if (!address.path().isEmpty()) {
            throw Stop.usage("a path cannot be held: give the CID that it leads to");
        }
        try (var desk = Reading.desk(call)) {
            var args = Ipld.map("cid", Ipld.of(address.root()), "as", Ipld.of(name));
            show(call, address.root(), desk.one("hold", args));
        }
        return Exit.OK;
    }

    private void show(Call call, Cid cid, Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        var said =
                switch (name) {
                    case "keep" -> "kept";
                    case "unkeep" -> "let go";
                    default -> "public";
                };
        var lines = new ArrayList<String>();
        lines.add(
                line.find("receipts").isPresent()
                        ? said + " " + cid + ", receipts: " + word.number("receipts")
                        : said + " " + cid + ", blocks: " + word.number("blocks"));
        call.out().result(new Answer(line, lines));
        for (var missing : word.items("missing")) {
            call.out().note("not here: " + ((Ipld.Link) missing).cid());
        }
        if (word.number("more") > 0) {
            call.out().note("and " + word.number("more") + " more");
        }
    }
}

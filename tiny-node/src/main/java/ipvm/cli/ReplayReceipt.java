package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm replay`: runs again what a receipt says was run, and compares.
final class ReplayReceipt implements Command {

    private static final String WHAT = "CID|FILE|-";
    private static final int BYTES_MAX = 2 << 20;

    @Override
    public Syntax syntax() {
        return Syntax.of("replay", "run again what a receipt says was run")
                .operand(WHAT, "the receipt: its name, or its bytes; - is standard input")
                .note(
                        "The module is told the same time and the same chance as then, and gets the"
                                + " fuel and the memory that the receipt names. Says 'same', or the"
                                + " first difference in value, fuel or pages (exit 1). Nothing is"
                                + " written. Effects cannot be replayed.")
                .example("ipvm replay bafyrei...", "Is it true?")
                .example("ipvm get bafyrei... --block | ipvm replay - --json", "From bytes");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var word = call.arguments().the(WHAT);
        var input = Input.of(word, call.world());
        try (var desk = Reading.desk(call)) {
            var token = input.exists() ? input.bytes(BYTES_MAX) : stored(word, desk);
            var line = desk.one("replay", Ipld.map("token", Ipld.of(token)));
            boolean isSame = new Word(line).truth("same");
            call.out().result(new Answer(line, List.of(isSame ? "same" : difference(line))));
            return isSame ? Exit.OK : Exit.FAILED;
        }
    }

    private static Bytes stored(String word, Desk desk)
            throws Stop, MalformedException, IOException {
        if (!Names.looksLikeCid(word)) {
            throw Stop.notFound(word + ": no such file, and no CID");
        }
        var block = desk.block(Cid.parse(word));
        if (block.isEmpty()) {
            throw Stop.notFound("receipt " + word + " is not here");
        }
        return block.get();
    }

    private static String difference(Ipld.Map line) throws MalformedException {
        var difference = new Word(new Word(line).inner("difference"));
        return "different: %s is %s, and the receipt says %s"
                .formatted(
                        difference.text("what"),
                        Shown.safe(DagJson.text(difference.value("found"))),
                        Shown.safe(DagJson.text(difference.value("said"))));
    }
}

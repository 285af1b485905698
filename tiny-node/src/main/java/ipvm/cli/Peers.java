package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm peers`: who is near, and by which links.
final class Peers implements Command {

    @Override
    public Syntax syntax() {
        return Reading.option(
                        Syntax.of("peers", "the neighbours of this node, and the links to them"))
                .note(
                        "Neighbours are found by CoAP in the same network, by the hello of each node"
                                + " at the MQTT broker, and by Bluetooth. Ends with exit 5 where no"
                                + " daemon runs.")
                .example("ipvm peers", "See who is near")
                .example("ipvm peers name did:key:z6Mk... kitchen", "Call one of them kitchen");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var daemon = Reading.daemon(call)) {
            for (var line : daemon.all("peers", Ipld.map())) {
                call.out().result(new Answer(line, lines(new Word(line))));
            }
            return Exit.OK;
        }
    }

    private static List<String> lines(Word word) throws MalformedException {
        var name = word.has("name") ? "  " + word.text("name") : "";
        var silent = word.truth("silent") ? "  silent" : "";
        var lines = new ArrayList<String>();
        lines.add(word.text("did") + name + silent);
        for (var item : word.items("links")) {
            var way = new Word((Ipld.Map) item);
            var rtt = way.has("rtt_ms") ? ", " + way.number("rtt_ms") + " ms" : "";
            lines.add("  " + way.text("link") + " " + Shown.safe(way.text("address")) + rtt);
        }
        if (word.has("error")) {
            lines.add("  last error: " + Shown.safe(word.text("error")));
        }
        return lines;
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;

/// What a neighbour said in lines, without what is said of the way to it.
///
/// @param link over which it was reached
record Far(Ipld link, Ipld rtt) {

    /// Asks a desk to ask; the last line is how far away the neighbour is.
    static Far ask(Desk desk, Ipld.Map request, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var last = new ArrayList<Ipld.Map>();
        desk.ask(
                "far",
                request,
                line -> {
                    if (line.find("rtt_ms").isPresent() && line.entries().size() == 2) {
                        last.add(line);
                    } else {
                        lines.line(line);
                    }
                });
        var word = new Word(last.getFirst());
        return new Far(word.value("link"), word.value("rtt_ms"));
    }

    Ipld.Map on(Ipld.Map line) {
        return line.with("link", link).with("rtt_ms", rtt);
    }

    /// For people.
    String text() {
        return link instanceof Ipld.Text(var name) && rtt instanceof Ipld.Int millis
                ? " over " + name + ", " + millis.asLong() + " ms away"
                : "";
    }
}

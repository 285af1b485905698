package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `ipvm watch --record` writes and `ipvm test` plays: one line of JSON for each event.
///
/// `{"at": ms, "event": value}`; a line without an event only lets the time pass.
public record Recording(List<Line> lines) {

    private static final int LINES_MAX = 100_000;
    private static final int LINE_BYTES_MAX = 256 << 10;

    /// Something that came, or that should be shown.
    ///
    /// @param atMillis when; an expected line may leave it open
    /// @param out the outlet of what should be shown; of events there is none
    public record Line(Optional<Long> atMillis, Optional<String> out, Optional<Ipld> value) {}

    public Recording {
        lines = List.copyOf(lines);
    }

    /// Reads events, each with its time, none earlier than the one before.
    public static Recording events(Bytes text) throws MalformedException {
        var lines = new ArrayList<Line>();
        long last = 0;
        for (var each : split(text)) {
            try {
                var node = each.node().only(Set.of("at", "event"));
                long at = millis(node.field("at"), last);
                lines.add(
                        new Line(
                                Optional.of(at),
                                Optional.empty(),
                                node.find("event").map(Node::value)));
                last = at;
            } catch (MalformedException e) {
                throw each.placed(e);
            }
        }
        return new Recording(lines);
    }

    /// Reads what should be shown: `{"out": name, "value": value}`, with `at` where that matters.
    public static Recording outputs(Bytes text) throws MalformedException {
        var lines = new ArrayList<Line>();
        for (var each : split(text)) {
            try {
                var node = each.node().only(Set.of("at", "out", "value"));
                var at = node.find("at");
                lines.add(
                        new Line(
                                at.isEmpty() ? Optional.empty() : Optional.of(millis(at.get(), 0)),
                                Optional.of(node.field("out").text()),
                                Optional.of(node.field("value").value())));
            } catch (MalformedException e) {
                throw each.placed(e);
            }
        }
        return new Recording(lines);
    }

    /// One line as a recorder writes it, with its end.
    public static Bytes line(long atMillis, Ipld event) throws MalformedException {
        var line = DagJson.encode(Ipld.map("at", Ipld.of(atMillis), "event", event));
        return Bytes.concat(line, Bytes.of('\n'));
    }

    /// One line of a file of lines.
    record Source(int number, int from, Bytes text) {

        Node node() throws MalformedException {
            var limits = ipvm.data.Limits.DEFAULT.withBlockBytesMax(LINE_BYTES_MAX);
            return Node.json("line", text, limits);
        }

        MalformedException placed(MalformedException fault) {
            return fault.inLine(number, from);
        }
    }

    /// The lines that are not empty.
    static List<Source> split(Bytes text) throws MalformedException {
        var lines = new ArrayList<Source>();
        int from = 0;
        int number = 1;
        for (int at = 0; at <= text.size(); at++) {
            if (at == text.size() || text.at(at) == '\n') {
                if (!isBlank(text, from, at)) {
                    lines.add(new Source(number, from, text.slice(from, at)));
                }
                if (lines.size() > LINES_MAX) {
                    throw new MalformedException("at most " + LINES_MAX + " lines", "more", at);
                }
                from = at + 1;
                number++;
            }
        }
        return lines;
    }

    private static boolean isBlank(Bytes text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.at(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private static long millis(Node node, long min) throws MalformedException {
        if (node.value() instanceof Ipld.Int number
                && number.fitsLong()
                && number.asLong() >= min
                && number.asLong() < 1L << 53) {
            return number.asLong();
        }
        throw node.malformed(
                "milliseconds from " + min + " on",
                node.value() instanceof Ipld.Int number ? number.toString() : node.value().kind());
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm status`: what the daemon does.
final class Status implements Command {

    private static final long MIB = 1 << 20;

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("status", "what the daemon of this home does"))
                .note("Ends with exit 5 where no daemon runs.")
                .example("ipvm status", "See how it does")
                .example("ipvm status --on kitchen", "See how a neighbour does")
                .example("ipvm status --json", "The same for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var daemon = Reading.daemon(call)) {
            var line = daemon.one("status", Ipld.map());
            call.out().result(new Answer(line, lines(new Word(line), call)));
            return Exit.OK;
        }
    }

    private static List<String> lines(Word word, Call call) throws MalformedException {
        var tasks = new Word(word.inner("tasks"));
        var store = new Word(word.inner("store"));
        var table = new Table();
        if (word.has("config")) {
            var fault = "the last good one, because of " + word.text("config");
            table.row("config", call.out().paint(Ink.BAD, Shown.safe(fault)));
        }
        if (store.number("window_ms") > 0) {
            table.row("window", window(store));
        }
        return table.row("node", Shown.safe(word.text("name")) + ", " + word.text("did"))
                .row("owner", word.text("owner"))
                .row("process", process(word))
                .row("clock", word.text("clock"))
                .row("tasks", counts(tasks) + ", " + word.number("recalled") + " recalled")
                .row("links", links(word))
                .row("peers", Long.toString(word.number("peers")))
                .row("fuel", Long.toString(word.number("fuel")))
                .row("store", store(store))
                .lines();
    }

    private static String links(Word word) throws MalformedException {
        var all = new ArrayList<String>();
        for (var item : word.items("links")) {
            var link = new Word((Ipld.Map) item);
            all.add(
                    link.text("link")
                            + " "
                            + Shown.safe(link.text("address"))
                            + (link.text("state").equals("up")
                                    ? ""
                                    : " (" + Shown.safe(link.text("state")) + ")"));
        }
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    private static String process(Word word) throws MalformedException {
        return word.number("pid")
                + ", version "
                + word.text("version")
                + ", up for "
                + word.number("uptime_ms") / 1_000
                + " s, "
                + word.number("rss_bytes") / MIB
                + " MiB";
    }

    private static String counts(Word tasks) throws MalformedException {
        return tasks.number("running")
                + " running, "
                + tasks.number("queued")
                + " queued, "
                + tasks.number("done")
                + " done";
    }

    private static String store(Word store) throws MalformedException {
        return store.number("bytes") / MIB
                + " of "
                + store.number("max") / MIB
                + " MiB, "
                + store.number("blocks")
                + " blocks, "
                + store.number("receipts")
                + " receipts"
                + folded(store);
    }

    /// What nobody is told before it is written is not lost; what rules do by themselves may be.
    private static String window(Word store) throws MalformedException {
        return "each answer is on the disk before it is given; of what rules did, a power cut may"
                + " take the last "
                + store.number("window_ms")
                + " ms (flush.interval)";
    }

    private static String folded(Word store) throws MalformedException {
        return store.number("sessions") == 0
                ? ""
                : ", %d more folded into %d sessions"
                        .formatted(store.number("folded"), store.number("sessions"));
    }
}

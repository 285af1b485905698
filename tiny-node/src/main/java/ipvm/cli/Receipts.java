package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `ipvm receipts`: what was run here, or came from elsewhere, the oldest first.
///
/// @param pauseMillis between two looks at what has come
record Receipts(long pauseMillis) implements Command {

    private static final String FOLLOW = "--follow";
    private static final String LIMIT = "--limit";
    private static final String SESSIONS = "--sessions";
    private static final int NORMAL = 100;
    private static final int PAGE = 256;

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("receipts", "list what was run"))
                .flag(FOLLOW, "go on with those that come, until interrupted")
                .option(LIMIT, "N", "the last N; 100 if not given, 10000 at most")
                .flag(SESSIONS, "the days into which older ones were folded")
                .note(
                        "What is older than receipts.keep is folded into one signed session for"
                                + " each day: a root by which each receipt can still be proven,"
                                + " and sums. 'ipvm keep RECEIPT' keeps one out of it.")
                .example("ipvm receipts --limit 10", "The last ten")
                .example("ipvm receipts --follow --json", "A line for each, for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var limit = limit(call.arguments());
        try (var desk = Reading.desk(call)) {
            if (call.arguments().has(SESSIONS)) {
                sessions(call, desk);
                return Exit.OK;
            }
            long last = show(call, desk, Ipld.map("limit", Ipld.of(limit)));
            if (call.arguments().has(FOLLOW)) {
                follow(call, desk, last);
            }
            return Exit.OK;
        }
    }

    private static void sessions(Call call, Desk desk)
            throws Stop, MalformedException, IOException {
        desk.ask(
                "sessions",
                Ipld.map(),
                line -> {
                    var text = SessionsOp.text(new Word(line));
                    call.out().result(new Answer(line, List.of(text)));
                });
    }

    private static int limit(Arguments words) throws Stop {
        var given = words.find(LIMIT);
        if (given.isEmpty()) {
            return NORMAL;
        }
        if (!given.get().matches("[1-9][0-9]{0,4}")
                || Integer.parseInt(given.get()) > ReceiptsOp.LIMIT_MAX) {
            throw Stop.usage(
                    LIMIT + ": '" + given.get() + "' is not in 1.." + ReceiptsOp.LIMIT_MAX);
        }
        return Integer.parseInt(given.get());
    }

    /// Without a daemon this process has the store for itself, and nothing can come.
    void follow(Call call, Desk desk, long after) throws Stop, MalformedException, IOException {
        if (desk instanceof LocalDesk) {
            call.out().note("no daemon runs here, so nothing more will come");
            return;
        }
        long last = after;
        while (pause()) {
            var args = Ipld.map("limit", Ipld.of(PAGE), "after", Ipld.of(last));
            last = Math.max(last, show(call, desk, args));
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(pauseMillis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The number of the last one.
    static long show(Call call, Desk desk, Ipld.Map args)
            throws Stop, MalformedException, IOException {
        long[] last = {args.find("after").isPresent() ? new Word(args).number("after") : 0};
        desk.ask(
                "receipts",
                args,
                found -> {
                    var word = new Word(found);
                    last[0] = word.number("number");
                    var line = word.inner("line");
                    call.out().result(new Answer(line, List.of(line(call, new Word(line)))));
                });
        return last[0];
    }

    private static String line(Call call, Word line) throws MalformedException {
        var fun = line.has("fun") ? line.value("fun") : line.value("cmd");
        return "%s  %s  %s  %s  %s"
                .formatted(
                        Instant.ofEpochMilli(line.number("at")),
                        Shown.safe(fun instanceof Ipld.Text(var text) ? text : "?"),
                        line.has("out") ? TraceView.out(call, line.inner("out")) : "?",
                        line.has("fuel") ? line.number("fuel") + " fuel" : "",
                        line.link("receipt"));
    }
}

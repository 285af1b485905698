package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Sealed;
import java.util.List;

/// The line of a task that is over, shown to a person or a script, and the exit that it means.
///
/// @param line as [Told] makes it
record Ended(Ipld.Map line) {

    private static final String MEMORY = "OutOfMemory";

    /// A module that cannot have been run at all.
    static Ended refused(String why) {
        var error = Ipld.map("name", Ipld.of("Refused"), "message", Ipld.of(why));
        return new Ended(
                Ipld.map(
                        "task", Ipld.ofNull(),
                        "instruction", Ipld.ofNull(),
                        "receipt", Ipld.ofNull(),
                        "out", Ipld.map("error", error),
                        "fuel", Ipld.of(0),
                        "pages", Ipld.of(0),
                        "recalled", Ipld.of(false),
                        "took_ms", Ipld.of(0)));
    }

    /// Prints the value or stops with what is wrong.
    ///
    /// @param hint what to do about limits that were met
    Exit show(Call call, java.util.function.UnaryOperator<String> hint)
            throws Stop, MalformedException {
        var out = new Word(new Word(line).inner("out"));
        boolean isOk = out.map().find("ok").isPresent();
        var lines = isOk ? List.of(shown(out.value("ok"), call)) : List.<String>of();
        call.out().result(new Answer(line, lines));
        note(call);
        if (isOk) {
            return Exit.OK;
        }
        var error = new Word(out.inner("error"));
        var name = error.text("name");
        var advice = hint.apply(name);
        var bounded = line.find("bounded").isPresent() ? ", after " + hint.apply(MEMORY) : "";
        throw new Stop(
                exit(name),
                name + ": " + (advice.isEmpty() ? error.text("message") + bounded : advice));
    }

    static Exit exit(String errorName) {
        return switch (errorName) {
            case "OutOfFuel", MEMORY, "TimedOut" -> Exit.EXHAUSTED;
            case "Denied" -> Exit.DENIED;
            case "Missing" -> Exit.NOT_FOUND;
            default -> Exit.FAILED;
        };
    }

    /// A string as it stands, which is how one is given; all else as DAG-JSON.
    static String shown(Ipld value, Call call) throws MalformedException {
        var sealed = Sealed.find(value);
        if (sealed.isPresent()) {
            return sealed.get().text();
        }
        var text = value instanceof Ipld.Text(var words) ? words : DagJson.text(value);
        return call.world().terminal().shows() ? Shown.safe(text) : text;
    }

    private void note(Call call) throws MalformedException {
        var word = new Word(line);
        long pages = word.number("pages");
        call.out()
                .note(
                        word.number("fuel")
                                + " fuel, "
                                + pages
                                + (pages == 1 ? " page, " : " pages, ")
                                + (word.truth("recalled") ? "recalled in " : "")
                                + word.number("took_ms")
                                + " ms");
        if (word.has("link")) {
            call.out()
                    .note(
                            "on "
                                    + word.text("on")
                                    + " over "
                                    + word.text("link")
                                    + ", "
                                    + word.number("rtt_ms")
                                    + " ms away");
        }
        if (word.has("receipt")) {
            call.out().detail("receipt " + word.link("receipt"));
        }
    }
}

package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `ipvm inlet list` and `ipvm inlet remove NAME`.
record InletView(boolean isList) implements Command {

    private static final String NAME = "NAME";

    @Override
    public Syntax syntax() {
        return isList
                ? Reading.option(Syntax.of("inlet list", "list the inlets, and what came last"))
                        .example("ipvm inlet list", "What is let in here")
                : Syntax.of("inlet remove", "take an inlet away, with its readings")
                        .operand(NAME, "the inlet, as 'ipvm inlet list' names it")
                        .example("ipvm inlet remove kitchen", "Let no more of its readings in");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = desk(call)) {
            if (isList) {
                for (var row : desk.all("inlet", Ipld.map("verb", Ipld.of("list")))) {
                    call.out().result(new Answer(row, lines(new Word(row))));
                }
            } else {
                var name = call.arguments().the(NAME);
                var args = Ipld.map("verb", Ipld.of("remove"), "name", Ipld.of(name));
                call.out().result(Answer.of(desk.one("inlet", args), name + ": removed"));
            }
            return Exit.OK;
        }
    }

    private Desk desk(Call call) throws Stop, MalformedException, IOException {
        return isList ? Reading.desk(call) : Desk.open(call, Settings.of(Home.of(call), call));
    }

    private static List<String> lines(Word row) throws MalformedException {
        var keys = new ArrayList<String>();
        for (var entry : row.inner("keys").entries()) {
            keys.add(entry.key() + "=" + new Word(row.inner("keys")).text(entry.key()));
        }
        var dropped = row.number("dropped") > 0 ? ", dropped " + row.number("dropped") : "";
        var first =
                "%s  %s  %s, readings %d%s"
                        .formatted(
                                row.text("name"),
                                Shown.safe(String.join(" ", keys)),
                                row.truth("open") ? "open" : "closed until 'ipvm up'",
                                row.number("readings"),
                                dropped);
        return row.has("last") ? List.of(first, "  " + text(row.inner("last"))) : List.of(first);
    }

    /// A reading as a person reads it.
    static String text(Ipld.Map event) throws MalformedException {
        var word = new Word(event);
        var unit = word.has("unit") ? " " + word.text("unit") : "";
        var doubt =
                word.text("clock").equals("synced") ? "" : " (clock " + word.text("clock") + ")";
        return Instant.ofEpochMilli(word.number("at"))
                + doubt
                + "  "
                + word.text("inlet")
                + "  "
                + Shown.safe(DagJson.text(word.value("value")) + unit)
                + "  from "
                + Shown.safe(word.text("from"));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;

/// What a run would come to, shown to a person or a script.
///
/// @param line as [PlanOp] makes it
record Prospect(Ipld.Map line) {

    Exit show(Call call) throws MalformedException {
        var word = new Word(line);
        var table = new Table();
        table.row("task", word.link("task").toString());
        table.row("on", word.text("on") + " (here)");
        table.row("for", word.text("for"));
        table.row("answer", answer(new Word(word.inner("recall"))));
        table.row("at most", limits(new Word(word.inner("limits"))));
        for (var item : word.items("budgets")) {
            var budget = new Word((Ipld.Map) item);
            table.row(
                    "budget",
                    amount(budget.number("left"))
                            + " of "
                            + amount(budget.number("fuel"))
                            + " fuel left, per "
                            + budget.text("per"));
        }
        table.row("usually", word.has("forecast") ? usual(word) : "not known: it was not run here");
        table.row("waiting", word.number("queued") + ", at work " + word.number("running"));
        call.out().result(new Answer(line, table.lines()));
        return Exit.OK;
    }

    private static String answer(Word recall) throws MalformedException {
        return recall.truth("hit")
                ? "recalled from " + recall.link("receipt")
                : "to be run: " + recall.text("why");
    }

    private static String limits(Word limits) throws MalformedException {
        return amount(limits.number("fuel"))
                + " fuel, "
                + Quantity.SIZE.text(limits.number("memory"))
                + ", "
                + Quantity.MILLIS.text(limits.number("time_ms"));
    }

    private static String usual(Word word) throws MalformedException {
        var forecast = new Word(word.inner("forecast"));
        return "%d fuel (+-%d), %d ms, by %d runs"
                .formatted(
                        forecast.number("fuel"),
                        forecast.number("spread"),
                        forecast.number("ms"),
                        forecast.number("runs"));
    }

    private static String amount(long fuel) {
        return Quantity.AMOUNT.text(fuel);
    }
}

package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `ipvm readings NAME`: what an inlet brought.
final class Readings implements Command {

    private static final String NAME = "NAME";
    private static final String SINCE = "--since";
    private static final String CSV = "--csv";
    private static final String DAY = "24h";
    private static final int COLUMNS_MAX = 256;

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("readings", "what an inlet brought, the oldest first"))
                .operand(NAME, "the inlet, as 'ipvm inlet list' names it")
                .option(SINCE, "TIME", "not longer ago than that; 24h if not given")
                .flag(CSV, "as a table for a spreadsheet")
                .note("The last 100000 of each inlet are kept (limits.node.readingsMax).")
                .example("ipvm readings kitchen --since 1h", "The last hour")
                .example("ipvm readings kitchen --csv > kitchen.csv", "A day as a table");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var time = call.arguments().find(SINCE).orElse(DAY);
        long since = call.world().host().clock().millis() - Quantity.MILLIS.parse(SINCE, time);
        var args =
                Ipld.map(
                        "name", Ipld.of(call.arguments().the(NAME)),
                        "since", Ipld.of(Math.max(0, since)));
        try (var desk = Reading.desk(call)) {
            if (call.arguments().has(CSV)) {
                table(call, desk, args);
            } else {
                desk.ask(
                        "readings",
                        args,
                        line -> call.out().result(new Answer(line, List.of(InletView.text(line)))));
            }
            return Exit.OK;
        }
    }

    /// Looks twice: the columns are those of all rows.
    private static void table(Call call, Desk desk, Ipld.Map args)
            throws Stop, MalformedException, IOException {
        var columns = new TreeSet<String>();
        desk.ask("readings", args, line -> columns(line, columns));
        var head = new ArrayList<>(List.of("at", "seq", "from", "unit"));
        columns.forEach(column -> head.add(cell(column)));
        row(call, head);
        desk.ask("readings", args, line -> row(call, cells(line, columns)));
    }

    private static void columns(Ipld.Map line, Set<String> columns) throws Stop {
        if (line.find("value").orElseThrow() instanceof Ipld.Map value) {
            value.entries().forEach(entry -> columns.add("value." + entry.key()));
        } else {
            columns.add("value");
        }
        if (columns.size() > COLUMNS_MAX) {
            throw Stop.usage(CSV + ": more than " + COLUMNS_MAX + " columns");
        }
    }

    private static List<String> cells(Ipld.Map line, Set<String> columns)
            throws MalformedException {
        var word = new Word(line);
        var cells = new ArrayList<String>();
        cells.add(Instant.ofEpochMilli(word.number("at")).toString());
        cells.add(Long.toString(word.number("seq")));
        cells.add(cell(word.text("from")));
        cells.add(word.has("unit") ? cell(word.text("unit")) : "");
        var value = word.value("value");
        for (var column : columns) {
            var one =
                    value instanceof Ipld.Map map
                            ? map.find(column.replaceFirst("value\\.?", ""))
                            : java.util.Optional.of(value).filter(v -> column.equals("value"));
            cells.add(one.isEmpty() ? "" : cell(plain(one.get())));
        }
        return cells;
    }

    private static String plain(Ipld value) throws MalformedException {
        return value instanceof Ipld.Text(var text) ? text : DagJson.text(value);
    }

    /// A comma, a quote or a line's end stands between quotes.
    private static String cell(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void row(Call call, List<String> cells) {
        call.out().text(String.join(",", cells));
    }
}

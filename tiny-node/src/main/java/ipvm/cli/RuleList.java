package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `ipvm rule list`: the rules of this home and how far they are.
final class RuleList implements Command {

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("rule list", "list the rules, and how far they are"))
                .example("ipvm rule list", "What stands here")
                .example("ipvm rule list --json", "The same for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = RuleView.desk(call)) {
            for (var row : desk.all("rule", Ipld.map("verb", Ipld.of("list")))) {
                call.out().result(new Answer(row, List.of(line(row))));
            }
        }
        return Exit.OK;
    }

    private static String line(Ipld.Map row) throws MalformedException {
        var word = new Word(row);
        if (word.has("fault")) {
            return word.text("fault");
        }
        var next = word.has("next") ? ", next " + Instant.ofEpochMilli(word.number("next")) : "";
        return "%s  %s  %s, fired %d, errors %d%s"
                .formatted(
                        word.text("name"),
                        Shown.safe(DagJson.text(word.value("on"))),
                        word.text("state"),
                        word.number("fired"),
                        word.number("errors"),
                        next);
    }
}

package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `ipvm rule show|state|log|pause|resume|remove NAME`: one rule, looked at or changed.
record RuleView(String verb, String summary) implements Command {

    private static final String NAME = "NAME";

    @Override
    public Syntax syntax() {
        var syntax = Syntax.of("rule " + verb, summary);
        return (isLook() ? Reading.option(syntax) : syntax)
                .operand(NAME, "the rule, as 'ipvm rule list' names it")
                .example("ipvm rule " + verb + " frost", "Of the rule 'frost'");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var name = call.arguments().the(NAME);
        var args = Ipld.map("verb", Ipld.of(verb), "name", Ipld.of(name));
        try (var desk = desk(call)) {
            for (var line : desk.all("rule", args)) {
                call.out().result(answer(new Word(line), name));
            }
        }
        return Exit.OK;
    }

    private boolean isLook() {
        return Views.command("rule", Ipld.map("verb", Ipld.of(verb))).isPresent();
    }

    /// The one of this home, which is made by asking for it, or a neighbour's.
    static Desk desk(Call call) throws Stop, MalformedException, IOException {
        return Reading.isFar(call)
                ? Reading.desk(call)
                : Desk.open(call, Settings.of(Home.of(call), call));
    }

    private Answer answer(Word line, String name) throws MalformedException {
        return switch (verb) {
            case "show" ->
                    new Answer(
                            (Ipld.Map) line.value("rule"),
                            List.of(DagJson.text(line.value("rule"))));
            case "state" -> new Answer(line.map(), List.of(DagJson.text(line.value("state"))));
            case "log" ->
                    new Answer(
                            line.map(),
                            List.of(
                                    Instant.ofEpochMilli(line.number("at"))
                                            + "  "
                                            + Shown.safe(line.text("text"))));
            default -> Answer.of(line.map(), name + ": " + verb + "d");
        };
    }
}

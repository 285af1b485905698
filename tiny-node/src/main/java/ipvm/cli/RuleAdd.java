package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.Rule;
import java.io.IOException;
import java.util.List;

/// `ipvm rule add`: takes a rule into this home.
final class RuleAdd implements Command {

    private static final String FILE = "FILE";

    @Override
    public Syntax syntax() {
        return Syntax.of("rule add", "add a rule: when this happens, do that")
                .operand(FILE, "the rule; - is standard input")
                .note(
                        "It is kept as rules/NAME.json and begins at once where the daemon runs,"
                                + " else with 'ipvm up'. Modules that it names as file:PATH are put"
                                + " first.")
                .example("ipvm rule add frost.json", "Add a rule")
                .example("ipvm rule list", "How far the rules are");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var settings = Settings.of(Home.of(call), call);
        var limits = RuleStance.limits(settings);
        var input = Input.of(call.arguments().the(FILE), call.world());
        var text = input.bytes(limits.documentBytesMax());
        try {
            Rule.read(text, limits, RuleStance.triggers());
        } catch (MalformedException e) {
            throw Stop.usage(Shown.fault(input.name(), e));
        }
        try (var desk = Desk.open(call, settings)) {
            var modules = new RuleModules(input.path(), file -> Shipment.file(desk, file, true));
            var linked = modules.linked(text);
            var args = Ipld.map("verb", Ipld.of("add"), "text", Ipld.of(linked));
            var line = desk.one("rule", args);
            var word = new Word(line);
            var what = word.truth("running") ? "it stands" : "it starts with 'ipvm up'";
            call.out().result(new Answer(line, List.of(word.text("name") + ": added; " + what)));
            return Exit.OK;
        }
    }
}

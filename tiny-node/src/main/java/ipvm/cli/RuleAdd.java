package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.Limits;
import ipvm.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// `ipvm rule add`: takes a rule into this home.
final class RuleAdd implements Command {

    private static final String FILE = "FILE";
    private static final String SCHEME = "file:";

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
        var input = Input.of(call.arguments().the(FILE), call.world());
        var text = input.bytes(Limits.DEFAULT.documentBytesMax());
        try {
            Rule.read(text, Limits.DEFAULT, RuleStance.triggers());
        } catch (MalformedException e) {
            throw Stop.usage(Shown.fault(input.name(), e));
        }
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            var linked = linked(text, input, desk);
            var args = Ipld.map("verb", Ipld.of("add"), "text", Ipld.of(linked));
            var line = desk.one("rule", args);
            var word = new Word(line);
            var what = word.truth("running") ? "it stands" : "it starts with 'ipvm up'";
            call.out().result(new Answer(line, List.of(word.text("name") + ": added; " + what)));
            return Exit.OK;
        }
    }

    /// The same with links in place of the files of modules; without any it stays as it was
    /// written.
    private static Bytes linked(Bytes text, Input input, Desk desk)
            throws Stop, MalformedException, IOException {
        var rule = DagJson.read(text, ipvm.data.Limits.DEFAULT);
        var linked = linked(rule, input, desk);
        return linked.equals(rule) ? text : DagJson.encode(linked);
    }

    private static Ipld linked(Ipld value, Input input, Desk desk)
            throws Stop, MalformedException, IOException {
        if (!(value instanceof Ipld.Map map)) {
            return value;
        }
        var entries = new ArrayList<Ipld.Entry>();
        for (var entry : map.entries()) {
            boolean isFile =
                    entry.key().equals("mod")
                            && entry.value() instanceof Ipld.Text(var path)
                            && path.startsWith(SCHEME);
            var inner =
                    isFile ? put(entry.value(), input, desk) : linked(entry.value(), input, desk);
            entries.add(new Ipld.Entry(entry.key(), inner));
        }
        return new Ipld.Map(entries);
    }

    private static Ipld put(Ipld mod, Input input, Desk desk)
            throws Stop, MalformedException, IOException {
        var path = ((Ipld.Text) mod).value().substring(SCHEME.length());
        var file = input.path().resolveSibling(path);
        if (!Files.isRegularFile(file)) {
            throw Stop.usage(input.name() + ": mod: no file " + Shown.safe(file.toString()));
        }
        try (var in = Files.newInputStream(file)) {
            return Ipld.of("ipfs://" + Shipment.file(desk, in, true));
        }
    }
}

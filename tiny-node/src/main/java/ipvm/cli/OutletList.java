package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm outlet list`: where results can be seen, and what they are.
final class OutletList implements Command {

    @Override
    public Syntax syntax() {
        return Reading.option(
                        Syntax.of(
                                "outlet list", "list the outlets of the rules, and what they show"))
                .note(
                        "Each is a CoAP resource, coap://NODE/out/NAME, which may be observed, and"
                                + " a retained topic at the broker, ipvm/1/n/NODE/out/NAME.")
                .example("ipvm outlet list", "What is shown here");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = Reading.desk(call)) {
            desk.ask("outlets", Ipld.map(), line -> show(call, line));
            return Exit.OK;
        }
    }

    private static void show(Call call, Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        var value = Shown.safe(DagJson.text(word.value("value")));
        var text = word.text("name") + "  " + value + "  of rule " + word.text("rule");
        call.out().result(new Answer(line, List.of(text)));
    }
}

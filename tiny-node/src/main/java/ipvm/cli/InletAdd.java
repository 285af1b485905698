package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm inlet add`: lets the readings of a device in, under a name that rules know.
final class InletAdd implements Command {

    private static final String NAME = "NAME";
    private static final String COAP = "--coap";
    private static final List<String> VALUES =
            List.of("--mqtt", "--observe", "--ble", "--rate", "--fuel");

    @Override
    public Syntax syntax() {
        return Syntax.of("inlet add", "let the readings of a device in")
                .operand(NAME, "what rules call it")
                .flag(COAP, "the device puts its readings to coap://NODE/in/NAME")
                .option("--mqtt", "FILTER", "they come at the broker, at these topics")
                .option("--observe", "URI", "the node observes a CoAP resource of the device")
                .option("--ble", "ADDRESS", "the device advertises them by Bluetooth")
                .option("--rate", "N/s", "more are dropped, and counted; 60/m if not given")
                .option("--fuel", "N/day", "what the rules may burn that wait for it")
                .note(
                        "It stands in ipvm.conf as in.NAME.KEY, and is open at once where the"
                                + " daemon runs. 'ipvm watch NAME' shows what comes.")
                .example(
                        "ipvm inlet add kitchen --mqtt zigbee2mqtt/kitchen",
                        "A thermometer that zigbee2mqtt knows")
                .example("ipvm inlet add door --coap", "A sensor that sends CoAP")
                .example("ipvm watch kitchen", "See its readings come");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var name = call.arguments().the(NAME);
        var keys = Ipld.map();
        if (call.arguments().has(COAP)) {
            keys = keys.with("coap", Ipld.of("true"));
        }
        for (var option : VALUES) {
            var value = call.arguments().find(option);
            if (value.isPresent()) {
                keys = keys.with(option.substring(2), Ipld.of(value.get()));
            }
        }
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            var line =
                    desk.one(
                            "inlet",
                            Ipld.map("verb", Ipld.of("add"), "name", Ipld.of(name), "keys", keys));
            var what = new Word(line).truth("running") ? "it is open" : "it opens with 'ipvm up'";
            call.out().result(new Answer(line, List.of(name + ": added; " + what)));
            return Exit.OK;
        }
    }
}

package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.io.IOException;
import java.util.List;

/// How a run ended, as a script and a person are told.
///
/// Without a store there is no receipt yet, and nothing that could have been recalled.
record Outcome(Call call, Ration ration, long startMillis) {

    private static final Bill NOTHING = new Bill(0, 0, false);

    /// An end that is no value.
    private record Fault(Exit exit, String name, String message) {

        Ipld.Map out() {
            var error = Ipld.map("name", Ipld.of(name), "message", Ipld.of(message));
            return Ipld.map("error", error);
        }

        Stop stop() {
            return new Stop(exit, name + ": " + message);
        }
    }

    /// Says the value and the bill, or stops with what is wrong.
    Exit of(Ended ended) throws Stop, MalformedException, IOException {
        var bill = ended.bill();
        return switch (ended) {
            case Ended.Ok(var value, var b) -> ok(value, bill);
            case Ended.Failed(var name, var message, var b) ->
                    throw fault(new Fault(Exit.FAILED, name, message), bill);
            case Ended.Trapped(var kind, var b) ->
                    throw fault(new Fault(Exit.FAILED, "Trapped", kind + bounded(bill)), bill);
            case Ended.OutOfFuel o ->
                    throw fault(new Fault(Exit.EXHAUSTED, "OutOfFuel", ration.outOfFuel()), bill);
            case Ended.OutOfMemory o -> {
                var message = ration.outOfMemory();
                throw fault(new Fault(Exit.EXHAUSTED, "OutOfMemory", message), bill);
            }
            case Ended.TimedOut t ->
                    throw fault(new Fault(Exit.EXHAUSTED, "TimedOut", ration.timedOut()), bill);
        };
    }

    /// A module that cannot have been run at all.
    Stop refused(String source, String why) throws Stop, MalformedException, IOException {
        if (call.out().json()) {
            var fault = new Fault(Exit.USAGE, "Refused", why);
            call.out().result(new Answer(object(fault.out(), NOTHING), List.of()));
        }
        return Stop.usage(source + ": Refused: " + why);
    }

    /// A trap of a module that asked in vain for memory may come from that.
    private String bounded(Bill bill) {
        return bill.isBounded() ? ", after " + ration.outOfMemory() : "";
    }

    private Exit ok(Ipld value, Bill bill) throws Stop, MalformedException, IOException {
        call.out().result(new Answer(object(Ipld.map("ok", value), bill), List.of(shown(value))));
        note(bill);
        return Exit.OK;
    }

    private Stop fault(Fault fault, Bill bill) throws Stop, MalformedException, IOException {
        call.out().result(new Answer(object(fault.out(), bill), List.of()));
        note(bill);
        return fault.stop();
    }

    /// A string as it stands, which is how one is given; all else as DAG-JSON.
    private String shown(Ipld value) throws MalformedException {
        var text = value instanceof Ipld.Text(var words) ? words : DagJson.text(value);
        return call.world().terminal().shows() ? Shown.safe(text) : text;
    }

    private void note(Bill bill) {
        var pages = bill.pagesMax() + (bill.pagesMax() == 1 ? " page" : " pages");
        call.out().note(bill.fuel() + " fuel, " + pages + ", " + tookMillis() + " ms");
    }

    private long tookMillis() {
        return call.world().host().clock().millis() - startMillis;
    }

    private Ipld.Map object(Ipld.Map out, Bill bill) throws Stop, IOException {
        return Ipld.map(
                "task", Ipld.ofNull(),
                "instruction", Ipld.ofNull(),
                "receipt", Ipld.ofNull(),
                "out", out,
                "fuel", Ipld.of(bill.fuel()),
                "pages", Ipld.of(bill.pagesMax()),
                "recalled", Ipld.of(false),
                "took_ms", Ipld.of(tookMillis()),
                "on", call.out().json() ? on() : Ipld.ofNull());
    }

    /// Who runs it, where somebody lives here.
    private Ipld on() throws Stop, IOException {
        var home = Home.of(call);
        return home.exists()
                ? Ipld.of(new Keyring(home, call.world()).did(Home.DEVICE).text())
                : Ipld.ofNull();
    }
}

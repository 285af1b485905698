package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;

/// The desk for commands that ask about a home, and so make none: this one's, or a neighbour's.
final class Reading {

    private Reading() {}

    static Syntax option(Syntax syntax) {
        return Authority.key(
                syntax.option(
                        Distance.ON, "PEER", "ask a neighbour: a DID, a name, or coap://HOST"));
    }

    static boolean isFar(Call call) {
        return call.arguments().has(Distance.ON);
    }

    static Desk desk(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var desk = Desk.open(call, Settings.of(home, call));
        return isFar(call) ? far(call, desk) : desk;
    }

    /// The desk for what only a daemon knows.
    static Desk daemon(Call call) throws Stop, MalformedException, IOException {
        return isFar(call) ? desk(call) : Desk.daemon(call);
    }

    private static Desk far(Call call, Desk desk) throws Stop, MalformedException, IOException {
        try {
            return new FarDesk(desk, Distance.of(call, desk));
        } catch (Stop | MalformedException | IOException e) {
            desk.close();
            throw e;
        }
    }
}

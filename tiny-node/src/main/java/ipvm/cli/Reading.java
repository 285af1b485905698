package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;

/// The desk for commands that ask about a home, and so make none.
final class Reading {

    private Reading() {}

    static Desk desk(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        return Desk.open(call, Settings.of(home, call));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm down`: stops the daemon.
final class Down implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("down", "stop the daemon of this home")
                .note(
                        "Waits until it has stopped. What runs has ten seconds to finish; what was"
                                + " accepted and is not done is taken up at the next 'ipvm up'.")
                .example("ipvm down", "Stop it");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var daemon = Desk.daemon(call)) {
            daemon.one("stop", Ipld.map());
            if (!daemon.awaitEnd()) {
                throw new Stop(Exit.BUSY, "process " + daemon.pid() + " is still stopping");
            }
            var object = Ipld.map("stopped", Ipld.of(true), "pid", Ipld.of(daemon.pid()));
            call.out().result(Answer.of(object, "process " + daemon.pid() + " has stopped"));
            return Exit.OK;
        }
    }
}

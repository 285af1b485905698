package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// A neighbour answers instead of this home: for commands that only look.
record FarDesk(Desk desk, Distance distance) implements Desk {

    private static final long WAIT_MILLIS = 60_000;

    @Override
    public void ask(String op, Ipld.Map args, Lines lines)
            throws Stop, MalformedException, IOException {
        var command = Views.command(op, args);
        if (command.isEmpty()) {
            throw Stop.usage("that can be done at home only, not " + Distance.ON);
        }
        var request = distance.request(command.get(), args.with("op", Ipld.of(op)), WAIT_MILLIS);
        Far.ask(desk, request, lines);
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() throws IOException {
        desk.close();
    }
}

package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm key list`: every key of this home.
final class KeyList implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("key list", "list the keys kept here")
                .example("ipvm key list", "Names and DIDs");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var keys = new Keyring(home, call.world());
        var table = new Table();
        for (var name : keys.names()) {
            table.row(name, keys.did(name).text());
        }
        var lines = table.lines().iterator();
        for (var name : keys.names()) {
            var object = KeyShow.object(name, keys.did(name), home);
            call.out().result(new Answer(object, List.of(lines.next())));
        }
        return Exit.OK;
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/// `ipvm config show`: every key with its value and where that comes from.
final class ConfigShow implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("config show", "every key with its value and where it comes from")
                .example("ipvm config show", "See what holds here")
                .example("ipvm config show --set fuel.max=1G --json", "See what would hold");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var settings = Settings.of(Home.of(call), call);
        var keys = new TreeSet<>(Config.names());
        keys.addAll(settings.keys());
        var table = new Table();
        for (var key : keys) {
            var value = settings.value(key);
            var from = settings.from(key);
            table.row(key, Shown.safe(value), from);
            if (call.out().json()) {
                call.out().result(new Answer(object(key, value, from), List.of()));
            }
        }
        if (!call.out().json()) {
            table.lines().forEach(call.out()::text);
        }
        return Exit.OK;
    }

    private static Ipld.Map object(String key, String value, String from) {
        return Ipld.map("key", Ipld.of(key), "value", Ipld.of(value), "from", Ipld.of(from));
    }
}

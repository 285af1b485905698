package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Bare `ipvm`: what runs here, and the next sensible command.
final class Here implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", Globals.SYNTAX.summary())
                .example("ipvm", "See what is here and what to do next");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call);
        call.out().result(home.exists() ? present(home, call) : absent(home));
        return Exit.OK;
    }

    private static Answer absent(Home home) {
        var object =
                Ipld.map(
                        "home", Ipld.of(home.folder().toString()),
                        "did", Ipld.ofNull(),
                        "next", Ipld.of("ipvm init"));
        return new Answer(
                object,
                List.of(
                        "Nothing is set up at " + home.folder() + ".",
                        "Next: ipvm init   (or 'ipvm --help' to look round)"));
    }

    private static Answer present(Home home, Call call) throws Stop, IOException {
        var device = new Keyring(home, call.world()).did(Home.DEVICE);
        var owner = new Owner(home, call.world()).required();
        var wallet = Wallet.open(home, call.out());
        long now = call.world().host().nowSeconds();
        long live =
                wallet.delegations().stream()
                        .filter(one -> !one.window().isOver(now, 0))
                        .filter(one -> !Grants.isRevoked(one, wallet, now))
                        .count();
        var next = live > 1 ? "ipvm grants" : "ipvm grant TO run --fuel 1G/day";
        var object =
                Ipld.map(
                        "home", Ipld.of(home.folder().toString()),
                        "did", Ipld.of(device.text()),
                        "owner", Ipld.of(owner.text()),
                        "grants", Ipld.of(live),
                        "next", Ipld.of(next));
        return new Answer(object, lines(device, owner, live, next));
    }

    private static List<String> lines(Did device, Did owner, long live, String next) {
        var table = new Table();
        table.row("device", device.text());
        table.row("owner", owner.text());
        table.row("grants", live + (live == 1 ? " that holds" : " that hold"));
        var lines = new ArrayList<>(table.lines());
        lines.add("Next: " + next);
        return lines;
    }
}

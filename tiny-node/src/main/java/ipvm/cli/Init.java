package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `ipvm init`: a home with keys, an owner and a configuration.
final class Init implements Command {

    private static final String OWNER = "--owner";
    private static final String LOCK = "--lock";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("init", "make keys and a configuration")
                        .option(OWNER, "DID", "the device is this owner's, whose key is elsewhere")
                        .flag(LOCK, "lock the owner's key with a passphrase");
        return Passphrase.option(syntax)
                .note(
                        "Makes a key for the device, a key for its owner, and one grant: the device"
                                + " lets its owner do everything. Where there is a home already,"
                                + " only what is missing is made.")
                .example("ipvm init", "Begin here")
                .example(
                        "ipvm --home /srv/board7 init --owner did:key:z6Mk...",
                        "One more board of yours");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call);
        var arguments = call.arguments();
        var given = arguments.find(OWNER);
        Optional<Did> owner =
                given.isPresent() ? Optional.of(Names.whom(given.get())) : Optional.empty();
        var founding = new Founding(home, call);
        founding.complete(owner, passphrase(call, home));
        note(call, founding.made(), home);
        call.out().result(answer(home, call));
        return Exit.OK;
    }

    private static Optional<char[]> passphrase(Call call, Home home) throws Stop, IOException {
        boolean lock = call.arguments().has(LOCK) && !home.exists();
        return lock ? Optional.of(Passphrase.of(call).chosen("the owner's key")) : Optional.empty();
    }

    private static void note(Call call, List<String> made, Home home) {
        call.out()
                .note(
                        made.isEmpty()
                                ? "already there: " + home.folder() + "; nothing was changed"
                                : "made " + String.join(", ", made) + " in " + home.folder());
        if (new Keyring(home, call.world()).holds(Home.OWNER) && !made.isEmpty()) {
            call.out().note("next: 'ipvm key backup FILE', then keep FILE somewhere else");
        }
    }

    private static Answer answer(Home home, Call call) throws Stop, IOException {
        var device = new Keyring(home, call.world()).did(Home.DEVICE);
        var owner = new Owner(home, call.world()).required();
        var lines =
                new Table()
                        .row("device", device.text())
                        .row("owner", owner.text())
                        .row("home", home.folder().toString())
                        .lines();
        return new Answer(KeyShow.object(Home.DEVICE, device, home), lines);
    }
}

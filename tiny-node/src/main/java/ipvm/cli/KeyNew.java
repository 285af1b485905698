package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.Optional;

/// `ipvm key new`: one more identity in this home.
final class KeyNew implements Command {

    private static final String NAME = "NAME";
    private static final String LOCK = "--lock";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("key new", "make one more key")
                        .optionalOperand(NAME, "its name; else key1, key2 and so on")
                        .flag(LOCK, "lock it with a passphrase");
        return Passphrase.option(syntax)
                .example("ipvm key new anna", "A key for Anna, in keys/anna.ed25519")
                .example("ipvm key new anna --lock", "One that asks for a passphrase");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var keys = new Keyring(home, call.world());
        var name = name(call, keys);
        if (keys.holds(name)) {
            throw Stop.usage("there is a key '" + name + "' already: " + home.keyFile(name));
        }
        Optional<char[]> passphrase =
                call.arguments().has(LOCK)
                        ? Optional.of(Passphrase.of(call).chosen("key '" + name + "'"))
                        : Optional.empty();
        try (var key = keys.create(name, passphrase)) {
            call.out().note("key '" + name + "' is in " + home.keyFile(name));
            call.out().result(KeyShow.answer(name, key.did(), home));
        }
        return Exit.OK;
    }

    private static String name(Call call, Keyring keys) throws Stop {
        var given = call.arguments().find(NAME);
        if (given.isPresent()) {
            return Home.keyName(given.get());
        }
        int number = 1;
        while (keys.holds("key" + number)) {
            number++;
        }
        return "key" + number;
    }
}

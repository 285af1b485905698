package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.io.IOException;

/// `ipvm key show`: the DID of a key of this home.
final class KeyShow implements Command {

    private static final String NAME = "NAME";

    @Override
    public Syntax syntax() {
        return Syntax.of("key show", "show the DID of a key")
                .optionalOperand(NAME, "which key; else the device's own")
                .example("ipvm key show", "Who this device is")
                .example("ipvm key show owner", "Who its owner is");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var name = call.arguments().find(NAME).orElse(Home.DEVICE);
        var did = new Keyring(home, call.world()).did(name);
        call.out().result(answer(name, did, home));
        return Exit.OK;
    }

    static Answer answer(String name, Did did, Home home) {
        return Answer.of(object(name, did, home), did.text());
    }

    static Ipld.Map object(String name, Did did, Home home) {
        return Ipld.map(
                "name", Ipld.of(name),
                "did", Ipld.of(did.text()),
                "home", Ipld.of(home.folder().toString()));
    }
}

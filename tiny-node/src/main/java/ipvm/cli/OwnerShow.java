package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm owner show`: whose device this is.
final class OwnerShow implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("owner show", "show whose device this is")
                .example("ipvm owner show", "The owner's DID");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var owner = new Owner(home, call.world()).required();
        boolean here = new Keyring(home, call.world()).nameOf(owner).isPresent();
        call.out().detail(here ? "its key is in this home" : "its key is elsewhere");
        call.out().result(KeyShow.answer(Home.OWNER, owner, home));
        return Exit.OK;
    }
}

package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import java.io.IOException;
import java.util.List;

/// A task for a neighbour: `--on PEER`.
record Distance(Call call, Desk desk, Did peer) {

    static final String ON = "--on";

    private static final long LASTS_SECONDS = 3_600;
    private static final int NONCE_BYTES = 12;

    /// Beyond the time that the run may take: to find the neighbour, and to send it the module.
    static final long WAY_MILLIS = 60_000;

    static Syntax option(Syntax syntax) {
        return syntax.option(ON, "PEER", "have a neighbour do it: a DID, a name, or coap://HOST");
    }

    static Distance of(Call call, Desk desk) throws Stop, MalformedException, IOException {
        return of(call, desk, call.arguments().the(ON));
    }

    static Distance of(Call call, Desk desk, String word)
            throws Stop, MalformedException, IOException {
        var found = desk.one("seek", Ipld.map("peer", Ipld.of(word)));
        return new Distance(call, desk, Did.parse(new Word(found).text("did")));
    }

    /// The request for something that the neighbour answers in lines. Who was given no right asks
    /// for himself: he may be whose the neighbour is.
    Ipld.Map request(Command command, Ipld.Map args, long waitMillis)
            throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var authority = Authority.of(call, home);
        var host = call.world().host();
        var names = call.arguments().find(Authority.KEY).map(List::of);
        var holder = authority.holder(names.orElse(authority.keys().names()), peer, command);
        var own = names.orElse(List.of(Home.DEVICE)).getFirst();
        var subject = holder.isPresent() ? peer : authority.keys().did(own);
        return words(
                authority,
                Request.of(subject, command, args, host.chance().bytes(NONCE_BYTES)),
                waitMillis);
    }

    private Ipld.Map words(Authority authority, Request what, long waitMillis)
            throws Stop, MalformedException, IOException {
        long now = call.world().host().nowSeconds();
        var request = what.to(peer).issuedAt(now).until(now + LASTS_SECONDS);
        var tokens = authority.signed(request, call);
        return new Petition((Invocation) tokens.getLast(), tokens)
                .words()
                .with("peer", Ipld.of(peer.text()))
                .with("wait", Ipld.of(waitMillis));
    }

    /// The request for a task on the neighbour, with what the grants of this home say; who has none
    /// asks as a stranger, for what the neighbour lends to all.
    Ipld.Map request(Ipld.Map args, Bytes nonce, Ration ration)
            throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var authority = Authority.of(call, home);
        boolean isGranted =
                call.arguments().has(Authority.KEY)
                        || authority
                                .holder(authority.keys().names(), peer, Task.WASM_RUN)
                                .isPresent();
        var subject = isGranted ? peer : authority.keys().did(Home.DEVICE);
        return words(
                authority,
                Request.of(subject, Task.WASM_RUN, args, nonce).withMeta(ration.request()),
                ration.time().value() + WAY_MILLIS);
    }
}

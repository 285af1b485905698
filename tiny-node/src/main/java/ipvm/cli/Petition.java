package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Task;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.List;

/// A signed request with all that backs it, on its way to whoever is asked.
record Petition(Invocation request, List<Token> tokens) {

    private static final long LASTS_SECONDS = 3_600;

    /// Whether a line wants its task asked for as somebody else would.
    static boolean isWanted(Arguments words) {
        return words.has(Authority.PROOF) || words.has(Authority.SUB) || words.has(Authority.KEY);
    }

    /// The request for a task on this device, by a key of its home.
    static Petition of(Call call, Ipld.Map args, Bytes nonce, Ration ration)
            throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var authority = Authority.of(call, home);
        long now = call.world().host().nowSeconds();
        var request =
                Request.of(authority.subject(call), Task.WASM_RUN, args, nonce)
                        .to(authority.keys().did(Home.DEVICE))
                        .withMeta(ration.request())
                        .issuedAt(now)
                        .until(now + LASTS_SECONDS);
        var tokens = authority.signed(request, call);
        return new Petition((Invocation) tokens.getLast(), tokens);
    }

    Ipld.Map words() {
        var proofs =
                tokens.stream()
                        .filter(Delegation.class::isInstance)
                        .<Ipld>map(token -> Ipld.of(token.bytes()))
                        .toList();
        return Ipld.map("token", Ipld.of(request.bytes()), "proofs", new Ipld.List(proofs));
    }
}

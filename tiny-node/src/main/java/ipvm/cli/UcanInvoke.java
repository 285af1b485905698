package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import ipvm.ucan.Request;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.List;

/// `ipvm ucan invoke`: signs a request, with the proofs that let its signer ask.
final class UcanInvoke implements Command {

    private static final String CMD = "--cmd";
    private static final String ARGS = "--args";
    private static final String AUD = "--aud";
    private static final String EXP = "--exp";
    private static final long LASTS_SECONDS = 3_600;

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("ucan invoke", "sign a request")
                        .option(CMD, "CMD", "what is asked, such as /wasm/run")
                        .option(ARGS, "JSON", "its arguments, a map; else {}")
                        .option(AUD, "DID", "who is to do it; else whose resource it is")
                        .option(EXP, "SECONDS", "until when, in seconds since 1970; else an hour");
        return Passphrase.option(Packet.option(Authority.options(syntax)))
                .note(
                        "Proofs are found among those given and those of the home. A request that"
                                + " would be refused is signed all the same, and said to be so.")
                .example(
                        "ipvm ucan invoke --cmd /pin/write --args '{\"pin\":\"lamp\"}' --proof a.ucan",
                        "Ask by a grant that somebody sent");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var authority = Authority.of(call, home);
        var tokens = authority.signed(request(call, authority), call);
        Packet.write(call, tokens);
        warn(call, authority, tokens);
        Packet.answer(call, tokens.getLast().cid(), tokens);
        return Exit.OK;
    }

    private static Request request(Call call, Authority authority)
            throws Stop, MalformedException, IOException {
        var arguments = call.arguments();
        var cmd = arguments.find(CMD).orElseThrow(() -> Stop.usage("needs --cmd CMD"));
        var host = call.world().host();
        var exp = arguments.find(EXP);
        long until =
                exp.isPresent() ? Seconds.parse(EXP, exp.get()) : host.nowSeconds() + LASTS_SECONDS;
        var request =
                Request.of(
                                authority.subject(call),
                                GrantTerms.command(cmd),
                                args(arguments.find(ARGS).orElse("{}")),
                                host.chance().bytes(Owner.NONCE_BYTES))
                        .until(until)
                        .issuedAt(host.nowSeconds());
        var aud = arguments.find(AUD);
        return aud.isPresent() ? request.to(authority.did(aud.get())) : request;
    }

    private static Ipld.Map args(String json) throws Stop {
        try {
            if (DagJson.read(json) instanceof Ipld.Map map) {
                return map;
            }
        } catch (MalformedException e) {
            throw Stop.malformed(ARGS, e);
        }
        throw Stop.usage(ARGS + ": is no map, such as {\"pin\":\"lamp\"}");
    }

    private static void warn(Call call, Authority authority, List<Token> tokens) {
        var invocation = (Invocation) tokens.getLast();
        var proofs = Proofs.of(Wallet.delegations(tokens));
        long now = call.world().host().nowSeconds();
        if (authority.judge().judge(invocation, proofs, now) instanceof Refusal refusal) {
            call.out()
                    .note(
                            "this will be refused: "
                                    + refusal.reason().label()
                                    + ": "
                                    + refusal.message());
        }
    }
}

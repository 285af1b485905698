package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import ipvm.ucan.Request;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
        var request = request(call, authority);
        var name = signer(call, authority, request);
        var proofs = proofs(authority, authority.keys().did(name), request, call);
        var proven = request.provenBy(proofs.stream().map(Delegation::cid).toList());
        var tokens = new ArrayList<Token>(proofs);
        try (var key = authority.keys().open(name, Passphrase.of(call))) {
            tokens.add(Invocation.sign(key, proven));
        }
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

    /// Whose resource it is asks for itself; else whoever was given a right.
    private static String signer(Call call, Authority authority, Request request)
            throws Stop, IOException {
        var named = call.arguments().find(Authority.KEY);
        if (named.isPresent()) {
            return named.get();
        }
        var subject = request.subject();
        var own = authority.keys().nameOf(subject);
        if (own.isPresent()) {
            return own.get();
        }
        return authority
                .holder(authority.keys().names(), subject, request.command())
                .orElseThrow(() ->
                        Stop.denied(
                                "no key here may ask for " + request.command() + " on " + subject));
    }

    /// The chain that lets the signer ask; where none does, what was given, for others to judge.
    private static List<Delegation> proofs(
            Authority authority, Did signer, Request request, Call call) {
        if (signer.equals(request.subject())) {
            return List.of();
        }
        var chains = new ArrayList<Grant>();
        for (var one : authority.known()) {
            if (Authority.gives(one, signer, request.subject(), request.command())
                    && authority.judge().judge(one, authority.known(), now(call))
                            instanceof Grant grant) {
                chains.add(grant);
            }
        }
        chains.sort(Comparator.comparing(chain -> !allows(chain, request)));
        return chains.isEmpty() ? authority.given() : chains.getFirst().proofs();
    }

    private static boolean allows(Grant chain, Request request) {
        return chain.command().covers(request.command()) && chain.policy().allows(request.args());
    }

    private static void warn(Call call, Authority authority, List<Token> tokens) {
        var invocation = (Invocation) tokens.getLast();
        var proofs = Proofs.of(Wallet.delegations(tokens));
        if (authority.judge().judge(invocation, proofs, now(call)) instanceof Refusal refusal) {
            call.out()
                    .note(
                            "this will be refused: "
                                    + refusal.reason().label()
                                    + ": "
                                    + refusal.message());
        }
    }

    private static long now(Call call) {
        return call.world().host().nowSeconds();
    }
}

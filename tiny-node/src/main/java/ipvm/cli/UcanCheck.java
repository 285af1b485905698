package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import ipvm.ucan.Revocation;
import ipvm.ucan.Revocations;
import ipvm.ucan.Token;
import ipvm.ucan.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm ucan check`: whether a token counts, and if not, which rule of which token it breaks.
final class UcanCheck implements Command {

    private static final String FILE = "FILE|-";
    private static final String AT = "--at";
    private static final String PROOF = "--proof";

    @Override
    public Syntax syntax() {
        return Syntax.of("ucan check", "judge an invocation or a delegation")
                .operand(FILE, "a token or a container of tokens; - is standard input")
                .option(AT, "SECONDS", "judge as of this time, in seconds since 1970; else now")
                .repeatedOption(PROOF, "FILE", "more delegations or revocations")
                .option(TokenChoice.OPTION, "CID", "which token to judge, where there are several")
                .note(
                        "The one invocation in FILE is judged, else its one delegation; all other"
                                + " tokens are proofs. Revocations kept in the home count.")
                .example(
                        "ipvm ucan check request.ucan", "Judge a request that came with its proofs")
                .example(
                        "ipvm ucan check request.ucan --proof grant.ucan --at 1800000000",
                        "As of 2027");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var arguments = call.arguments();
        long now = call.world().host().nowSeconds();
        var at = arguments.find(AT);
        long time = at.isPresent() ? Seconds.parse(AT, at.get()) : now;
        var input = Input.of(arguments.the(FILE), call.world());
        var tokens = TokenFile.read(input);
        var judged = TokenChoice.of(tokens, arguments, input);
        var known = new ArrayList<>(tokens);
        for (var file : arguments.all(PROOF)) {
            known.addAll(TokenFile.read(Input.of(file, call.world())));
        }
        var verdict = judge(judged, known, time, revocations(judged, known, call));
        call.out().result(answer(judged, verdict, now, call.out()));
        return verdict instanceof Grant ? Exit.OK : Exit.DENIED;
    }

    private static List<Revocation> revocations(Token judged, List<Token> known, Call call)
            throws IOException {
        var others = known.stream().filter(token -> !token.cid().equals(judged.cid())).toList();
        var revocations = new ArrayList<>(Wallet.revocations(others));
        revocations.addAll(Wallet.open(Home.of(call), call.out()).allRevocations());
        return revocations;
    }

    private static Verdict judge(
            Token judged, List<Token> known, long time, List<Revocation> revocations) {
        var judge = new Judge(Revocations.of(revocations));
        var delegations = Wallet.delegations(known);
        return switch (judged) {
            case Invocation invocation -> judge.judge(invocation, Proofs.of(delegations), time);
            case Delegation delegation -> judge.judge(delegation, delegations, time);
        };
    }

    private static Answer answer(Token judged, Verdict verdict, long now, Output out) {
        return switch (verdict) {
            case Grant grant ->
                    new Answer(
                            Ipld.map("valid", Ipld.of(true)),
                            VerdictText.valid(judged, grant, now, out));
            case Refusal refusal ->
                    new Answer(
                            Ipld.map("valid", Ipld.of(false), "error", error(refusal)),
                            VerdictText.refused(judged, refusal, out));
        };
    }

    private static Ipld error(Refusal refusal) {
        return Ipld.map(
                "name", Ipld.of(refusal.reason().label()), "message", Ipld.of(refusal.message()));
    }
}

package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Revocation;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.List;

/// `ipvm grants add`: keeps delegations and revocations that somebody sent.
final class GrantsAdd implements Command {

    private static final String FILE = "FILE|-";

    @Override
    public Syntax syntax() {
        return Syntax.of("grants add", "keep grants or revocations that somebody sent")
                .operand(FILE, "a token or a container of tokens; - is standard input")
                .note(
                        "All of them are kept or, when one is neither a delegation nor a revocation,"
                                + " or is not signed by its issuer, none.")
                .example("ipvm grants add from-anna.ucan", "Keep what Anna granted")
                .example(
                        "ssh board ipvm grant did:key:z6Mk... run | ipvm grants add -",
                        "Fetch one");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var input = Input.of(call.arguments().the(FILE), call.world());
        var tokens = TokenFile.read(input);
        for (var token : tokens) {
            check(input, token);
        }
        var wallet = Wallet.open(home, call.out());
        var sentence = Sentence.in(home, call);
        for (var token : tokens) {
            call.out().note(said(token, wallet, sentence));
            wallet.keep(token);
            call.out().result(answer(token));
        }
        return Exit.OK;
    }

    private static void check(Input input, Token token) throws Stop, MalformedException {
        if (token instanceof Invocation invocation && Revocation.of(invocation).isEmpty()) {
            throw Stop.usage(
                    input.name()
                            + ": token "
                            + token.cid()
                            + " is an invocation of "
                            + invocation.request().command()
                            + ", and no revocation");
        }
        if (TokenView.signature(token).equals("invalid")) {
            throw Stop.denied(
                    input.name()
                            + ": token "
                            + token.cid()
                            + " is not signed by "
                            + token.issuer());
        }
    }

    private static String said(Token token, Wallet wallet, Sentence sentence)
            throws MalformedException {
        var known = wallet.holds(token.cid()) ? "already here: " : "";
        return known
                + switch (token) {
                    case Delegation delegation -> sentence.of(delegation);
                    case Invocation invocation ->
                            invocation.issuer()
                                    + " takes back "
                                    + Revocation.of(invocation).orElseThrow().delegation()
                                    + ".";
                };
    }

    private static Answer answer(Token token) {
        var cid = token.cid().toString();
        return new Answer(Ipld.map("cid", Ipld.of(cid)), List.of(cid));
    }
}

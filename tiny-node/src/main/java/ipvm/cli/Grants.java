package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Delegation;
import ipvm.ucan.Judge;
import ipvm.ucan.Refusal;
import ipvm.ucan.Refusal.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm grants`: the delegations kept here, and what each still means.
final class Grants implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("grants", "list the grants kept here")
                .example("ipvm grants", "Show who may do what")
                .example("ipvm grants --json | jq -r 'select(.revoked).cid'", "The revoked ones");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var wallet = Wallet.open(home, call.out());
        var sentence = Sentence.in(home, call);
        if (wallet.delegations().isEmpty()) {
            call.out().note("no grants yet; 'ipvm grant --help' shows how to make one");
        }
        for (var delegation : wallet.delegations()) {
            call.out().result(answer(delegation, wallet, sentence, call));
        }
        return Exit.OK;
    }

    private static Answer answer(
            Delegation delegation, Wallet wallet, Sentence sentence, Call call) {
        boolean revoked = isRevoked(delegation, wallet, sentence.now());
        return new Answer(object(delegation, revoked), lines(delegation, revoked, sentence, call));
    }

    private static Ipld.Map object(Delegation delegation, boolean revoked) {
        var terms = delegation.terms();
        return Ipld.map(
                "cid", Ipld.of(delegation.cid().toString()),
                "iss", Ipld.of(delegation.issuer().text()),
                "aud", Ipld.of(terms.audience().text()),
                "sub", TokenView.text(terms.subject()),
                "cmd", Ipld.of(terms.command().text()),
                "pol", terms.policy().encode(),
                "nbf", TokenView.seconds(terms.window().notBefore()),
                "exp", TokenView.seconds(terms.window().expires()),
                "revoked", Ipld.of(revoked),
                "budget", budget(delegation));
    }

    private static Ipld budget(Delegation delegation) {
        return TokenView.budget(delegation)
                .map(Allowance::of)
                .map(Allowance::encode)
                .orElse(Ipld.ofNull());
    }

    private static List<String> lines(
            Delegation delegation, boolean revoked, Sentence sentence, Call call) {
        var out = call.out();
        boolean over = delegation.window().isOver(sentence.now(), 0);
        var state = revoked ? " (revoked)" : over ? " (over)" : "";
        var lines = new ArrayList<String>();
        lines.add(out.paint(Ink.NAME, delegation.cid().toString()) + out.paint(Ink.BAD, state));
        int columns = call.world().terminal().columns();
        lines.addAll(Wrap.at(sentence.of(delegation), columns, 4));
        return lines;
    }

    /// Judged at a time when it holds, so that its end does not hide that it was taken back.
    static boolean isRevoked(Delegation delegation, Wallet wallet, long now) {
        var window = delegation.window();
        long at = Math.min(now, window.expires().orElse(now));
        at = Math.max(at, window.notBefore().orElse(at));
        var verdict = new Judge(wallet.revocations()).judge(delegation, wallet.delegations(), at);
        return verdict instanceof Refusal refusal && refusal.reason() == Reason.REVOKED;
    }
}

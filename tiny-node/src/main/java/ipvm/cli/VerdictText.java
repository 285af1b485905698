package ipvm.cli;

import ipvm.ucan.Grant;
import ipvm.ucan.Refusal;
import ipvm.ucan.Refusal.Reason;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;

/// What a judgement says to a person.
final class VerdictText {

    private VerdictText() {}

    static List<String> valid(Token judged, Grant grant, long now, Output out) {
        var table = new Table();
        table.row("  who", grant.holder().text());
        table.row("  may", Sentence.deed(grant.command()));
        table.row("  on", grant.subject().text());
        if (!grant.policy().statements().isEmpty()) {
            table.row("  only where", PolicyText.of(grant.policy()));
        }
        grant.budgets().forEach(budget -> table.row("  with", Allowance.of(budget).text()));
        var until = grant.window().expires();
        table.row("  until", until.isPresent() ? Sentence.at(until.getAsLong(), now) : "for ever");
        grant.proofs().forEach(proof -> table.row("  by", proof.cid().toString()));
        return lines(out.paint(Ink.GOOD, "valid") + " " + name(judged), table);
    }

    static List<String> refused(Token judged, Refusal refusal, Output out) {
        var table = new Table();
        table.row("  rule", refusal.rule());
        boolean time = refusal.reason() == Reason.EXPIRED || refusal.reason() == Reason.TOO_EARLY;
        table.row("  expected", shown(refusal.expected(), time));
        table.row("  found", shown(refusal.found(), time));
        if (!refusal.token().equals(judged.cid())) {
            table.row("  in", refusal.token().toString());
        }
        var head = out.paint(Ink.BAD, refusal.reason().label()) + " " + name(judged);
        return lines(head, table);
    }

    /// A time also as a date: nobody reads seconds.
    private static String shown(String text, boolean time) {
        int digits = text.lastIndexOf(' ') + 1;
        return time
                ? text + " (" + Seconds.date(Long.parseLong(text, digits, text.length(), 10)) + ")"
                : Shown.safe(text);
    }

    private static String name(Token judged) {
        return TokenView.type(judged) + " " + judged.cid();
    }

    private static List<String> lines(String head, Table table) {
        var lines = new ArrayList<String>();
        lines.add(head);
        lines.addAll(table.lines());
        return lines;
    }
}

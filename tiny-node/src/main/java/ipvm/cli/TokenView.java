package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Budget;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A token as `inspect` and `grants` show it.
final class TokenView {

    private TokenView() {}

    /// The row of `inspect`.
    static Ipld.Map row(Token token) {
        return Ipld.map(
                "cid", Ipld.of(token.cid().toString()),
                "type", Ipld.of(type(token)),
                "iss", Ipld.of(token.issuer().text()),
                "aud", text(audience(token)),
                "sub", text(subject(token)),
                "cmd", Ipld.of(command(token)),
                "exp", seconds(token.window().expires()),
                "signature", Ipld.of(signature(token)));
    }

    static List<String> lines(Token token, long now, Output out) {
        var table = new Table();
        table.row("  from", token.issuer().text());
        audience(token).ifPresent(to -> table.row("  to", to.text()));
        table.row("  about", subject(token).map(Did::text).orElse("whatever its issuer may do"));
        table.row("  does", Shown.safe(command(token)));
        switch (token) {
            case Delegation delegation -> delegation(table, delegation);
            case Invocation invocation -> invocation(table, invocation);
        }
        var until = token.window().expires();
        table.row("  until", until.isPresent() ? Sentence.at(until.getAsLong(), now) : "for ever");
        table.row("  signature", painted(signature(token), out));
        var lines = new ArrayList<String>();
        lines.add(out.paint(Ink.BOLD, type(token)) + " " + token.cid());
        lines.addAll(table.lines());
        return lines;
    }

    private static void delegation(Table table, Delegation delegation) {
        var terms = delegation.terms();
        if (!terms.policy().statements().isEmpty()) {
            table.row("  only where", PolicyText.of(terms.policy()));
        }
        budget(delegation).ifPresent(budget -> table.row("  with", Allowance.of(budget).text()));
        var from = terms.window().notBefore();
        if (from.isPresent()) {
            table.row("  from time", Seconds.date(from.getAsLong()));
        }
    }

    private static void invocation(Table table, Invocation invocation) {
        var request = invocation.request();
        table.row("  arguments", PolicyText.value(request.args()));
        request.proofs().forEach(proof -> table.row("  by", proof.toString()));
        table.row("  task", invocation.task().toString());
    }

    private static String painted(String signature, Output out) {
        return out.paint(signature.equals("valid") ? Ink.GOOD : Ink.BAD, signature);
    }

    static String type(Token token) {
        return switch (token) {
            case Delegation delegation -> "delegation";
            case Invocation invocation -> "invocation";
        };
    }

    private static Optional<Did> audience(Token token) {
        return switch (token) {
            case Delegation delegation -> Optional.of(delegation.terms().audience());
            case Invocation invocation -> invocation.request().audience();
        };
    }

    private static Optional<Did> subject(Token token) {
        return switch (token) {
            case Delegation delegation -> delegation.terms().subject();
            case Invocation invocation -> Optional.of(invocation.request().subject());
        };
    }

    private static String command(Token token) {
        return switch (token) {
            case Delegation delegation -> delegation.terms().command().text();
            case Invocation invocation -> invocation.request().command().text();
        };
    }

    /// `valid`, `invalid`, or `unknown` where the issuer's DID does not say its key.
    static String signature(Token token) {
        if (!token.issuer().text().startsWith("did:key:")) {
            return "unknown";
        }
        try {
            return token.envelope().isSignedBy(token.issuer().key()) ? "valid" : "invalid";
        } catch (MalformedException e) {
            return "invalid";
        }
    }

    /// A budget that is malformed grants nothing and is not shown.
    static Optional<Budget> budget(Delegation delegation) {
        try {
            return Budget.of(delegation);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    static Ipld text(Optional<Did> did) {
        return did.map(some -> Ipld.of(some.text())).orElse(Ipld.ofNull());
    }

    static Ipld seconds(OptionalLong seconds) {
        return seconds.isPresent() ? Ipld.of(seconds.getAsLong()) : Ipld.ofNull();
    }
}

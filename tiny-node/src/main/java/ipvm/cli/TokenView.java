package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Budget;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A token as `inspect` shows it; its signature is checked once, for the row and the lines.
record TokenView(Token token, String signature) {

    static TokenView of(Token token) {
        return new TokenView(token, signature(token));
    }

    /// What both kinds of token say, in one place.
    private record Facts(String type, Optional<Did> audience, Optional<Did> subject, String does) {

        static Facts of(Token token) {
            return switch (token) {
                case Delegation delegation -> of(delegation.terms());
                case Invocation invocation -> of(invocation.request());
            };
        }

        private static Facts of(Terms terms) {
            var does = terms.command().text();
            return new Facts("delegation", Optional.of(terms.audience()), terms.subject(), does);
        }

        private static Facts of(Request request) {
            var does = request.command().text();
            return new Facts(
                    "invocation", request.audience(), Optional.of(request.subject()), does);
        }
    }

    /// The row of `inspect`.
    Ipld.Map row() {
        var facts = Facts.of(token);
        return Ipld.map(
                "cid", Ipld.of(token.cid().toString()),
                "type", Ipld.of(facts.type),
                "iss", Ipld.of(token.issuer().text()),
                "aud", text(facts.audience),
                "sub", text(facts.subject),
                "cmd", Ipld.of(facts.does),
                "exp", seconds(token.window().expires()),
                "signature", Ipld.of(signature));
    }

    List<String> lines(long now, Output out) {
        var facts = Facts.of(token);
        var table = new Table();
        table.row("  from", token.issuer().text());
        facts.audience.ifPresent(to -> table.row("  to", to.text()));
        table.row("  about", facts.subject.map(Did::text).orElse("whatever its issuer may do"));
        table.row("  does", Shown.safe(facts.does));
        if (token instanceof Delegation delegation) {
            delegation(table, delegation);
        }
        if (token instanceof Invocation invocation) {
            invocation(table, invocation);
        }
        var until = token.window().expires();
        table.row("  until", until.isPresent() ? Sentence.at(until.getAsLong(), now) : "for ever");
        table.row("  signature", painted(signature, out));
        var lines = new ArrayList<String>();
        lines.add(out.paint(Ink.BOLD, facts.type) + " " + token.cid());
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

    /// `delegation` or `invocation`.
    static String type(Token token) {
        return Facts.of(token).type;
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

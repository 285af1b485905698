package ipvm.cli;

import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Terms;
import java.io.IOException;
import java.util.Optional;

/// What a delegation means, in one sentence: read before it is signed, and wherever it is shown.
record Sentence(People people, long now) {

    static Sentence in(Home home, Call call) throws Stop, IOException {
        return new Sentence(People.of(home, call.world()), call.world().host().nowSeconds());
    }

    String of(Did issuer, Terms terms, Optional<Allowance> fuel) {
        var said = new StringBuilder();
        said.append(people.text(issuer)).append(" lets ");
        said.append(people.text(terms.audience())).append(' ');
        said.append(deed(terms.command())).append(resource(issuer, terms));
        if (!terms.policy().statements().isEmpty()) {
            said.append(", only where ").append(PolicyText.of(terms.policy()));
        }
        fuel.ifPresent(some -> said.append(", with at most ").append(some.text()));
        return said.append(", ").append(time(terms)).append('.').toString();
    }

    /// A command in words; who may do one may do all that is below it.
    static String deed(Command command) {
        return switch (command.text()) {
            case "/" -> "do everything";
            case "/wasm/run" -> "run tasks (/wasm/run)";
            case "/block/read" -> "read blocks (/block/read)";
            case "/block/write" -> "store blocks (/block/write)";
            case "/receipt/read" -> "read receipts (/receipt/read)";
            case "/node/inspect" -> "look how it does (/node/inspect)";
            default -> "do " + Shown.safe(command.text());
        };
    }

    private String resource(Did issuer, Terms terms) {
        return terms.subject()
                .map(subject -> subject.equals(issuer) ? " on it" : " on " + people.text(subject))
                .orElse(" wherever it may itself");
    }

    /// Between when and when it holds.
    private String time(Terms terms) {
        var window = terms.window();
        var from = window.notBefore();
        var until = window.expires();
        var begins =
                from.isPresent() && from.getAsLong() > now
                        ? "from " + at(from.getAsLong(), now) + " "
                        : "";
        return begins + (until.isPresent() ? "until " + at(until.getAsLong(), now) : "for ever");
    }

    static String at(long seconds, long now) {
        return Seconds.date(seconds) + " (" + Seconds.distance(seconds, now) + ")";
    }

    /// The sentence of a delegation that is there.
    String of(Delegation delegation) {
        var fuel = TokenView.budget(delegation).map(Allowance::of);
        return of(delegation.issuer(), delegation.terms(), fuel);
    }
}

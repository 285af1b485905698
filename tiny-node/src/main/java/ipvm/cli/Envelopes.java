package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Attestation;
import ipvm.ucan.Container;
import ipvm.ucan.Invocation;
import ipvm.ucan.Limits;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tokens explained: one, a container of them, or a receipt.
final class Envelopes {

    private Envelopes() {}

    static Answer container(Bytes bytes, Call call) throws MalformedException {
        var tokens = views(Container.decode(bytes).read(Limits.DEFAULT));
        var object = Ipld.map("kind", Ipld.of("container"), "tokens", rows(tokens));
        var lines = new ArrayList<String>();
        lines.add("container of " + tokens.size() + (tokens.size() == 1 ? " token" : " tokens"));
        for (var token : tokens) {
            lines.add("");
            lines.addAll(lines(token, call));
        }
        return new Answer(object, lines);
    }

    static Answer token(Token token, Call call) throws MalformedException {
        var receipt = receipt(token);
        var tokens = views(List.of(token));
        var object =
                Ipld.map(
                        "kind", Ipld.of(receipt.isPresent() ? "receipt" : "token"),
                        "tokens", rows(tokens));
        if (receipt.isPresent()) {
            object = object.with("ran", Ipld.of(receipt.get().ran()));
            object = object.with("out", receipt.get().out());
        }
        return new Answer(object, lines(tokens.getFirst(), call));
    }

    private static Optional<Attestation> receipt(Token token) throws MalformedException {
        return token instanceof Invocation invocation
                ? Attestation.of(invocation)
                : Optional.empty();
    }

    private static List<TokenView> views(List<Token> tokens) {
        return tokens.stream().map(TokenView::of).toList();
    }

    private static Ipld rows(List<TokenView> tokens) {
        return new Ipld.List(tokens.stream().<Ipld>map(TokenView::row).toList());
    }

    private static List<String> lines(TokenView token, Call call) {
        return token.lines(call.world().host().nowSeconds(), call.out());
    }
}

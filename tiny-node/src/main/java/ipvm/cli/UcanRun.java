package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.ucan.Invocation;
import java.io.IOException;
import java.util.ArrayList;

/// `ipvm ucan run`: has a request done here that somebody has signed.
final class UcanRun implements Command {

    private static final String FILE = "FILE|-";
    private static final String PROOF = "--proof";

    @Override
    public Syntax syntax() {
        var syntax = Syntax.of("ucan run", "do what a signed request asks of this node");
        return Delivery.option(syntax)
                .operand(FILE, "a request, or a container with it; - is standard input")
                .repeatedOption(PROOF, "FILE", "more delegations that back it")
                .option(TokenChoice.OPTION, "CID", "which request, where there are several")
                .note(
                        "It is judged as one that came over a link would be: meant for this node,"
                                + " signed, in time, not taken back, within its policies and"
                                + " budgets, and not seen before. Strangers draw on"
                                + " share.fuelPerHour.")
                .example("ipvm ucan run request.ucan", "Do it, and print its value")
                .example(
                        "ipvm ucan invoke --cmd /time/now | ipvm ucan run -",
                        "Sign a request and have it done");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var input = Input.of(words.the(FILE), call.world());
        var tokens = new ArrayList<>(TokenFile.read(input));
        var chosen = TokenChoice.of(tokens, words, input);
        if (!(chosen instanceof Invocation request)) {
            throw Stop.usage(input.name() + ": holds no request; 'ipvm ucan invoke' signs one");
        }
        for (var file : words.all(PROOF)) {
            tokens.addAll(TokenFile.read(Input.of(file, call.world())));
        }
        try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            var petition = new Petition(request, tokens);
            return Delivery.of(call, desk, name -> "").ask("invoke", petition.words());
        }
    }
}

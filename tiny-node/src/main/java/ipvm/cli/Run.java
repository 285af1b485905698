package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.wasm.Compiled;
import ipvm.wasm.Engine;
import ipvm.wasm.Host;
import ipvm.wasm.Machine;
import java.io.IOException;
import java.util.List;

/// `ipvm run`: runs a function of a module for an exact bill.
final class Run implements Command {

    private static final String MODULE = "MODULE";
    private static final String FUNC = "FUNC";
    private static final String ARGS = "ARG...";
    private static final String FAST = "fast";
    private static final List<String> MACHINES = List.of(FAST, "endive");
    private static final String IPFS = "ipfs://";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("run", "run a function of a Wasm module")
                        .operand(MODULE, "the module or component: a file; - is standard input")
                        .operand(FUNC, "the function, in any usual spelling of its name")
                        .optionalOperand(ARGS, "what it takes, each read by its parameter's type");
        return Ration.options(syntax)
                .note(
                        "An ARG for a string is the text as it stands; every other one is DAG-JSON,"
                                + " such as 41, true, [1,2] or {\"a\":null}. @FILE is the bytes of a"
                                + " file. - is standard input: bytes for a list<u8>, text for a"
                                + " string, else DAG-JSON. json:... is DAG-JSON for a string too.")
                .note(
                        "The value goes to standard output; the fuel, the pages of memory and the"
                                + " time to standard error. 'ipvm inspect MODULE' lists the"
                                + " functions with their types.")
                .example("ipvm run hello.wasm add 2 3", "Call a function with two numbers")
                .example(
                        "ipvm run photo.wasm resize @photo.png 64 --fuel 10G --json",
                        "Give it a file and more fuel, for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var settings = Settings.of(Home.of(call), call);
        var ration = Ration.of(words, settings);
        var outcome = new Outcome(call, ration, call.world().host().clock().millis());
        var machine =
                settings.word("wasm.machine", MACHINES).equals(FAST)
                        ? Machine.FAST
                        : Machine.ENDIVE;
        var module = module(words.the(MODULE), machine, outcome);
        var func = words.the(FUNC);
        var args = new TaskArguments(call.world()).read(module, func, words.all(ARGS));
        var grant = ration.grant(call.world().host().clock());
        var instance = Engine.start(module, Host.logging(log(call)), grant);
        return outcome.of(Engine.call(instance, func, args));
    }

    private static Compiled module(String word, Machine machine, Outcome outcome)
            throws Stop, MalformedException, IOException {
        var input = Input.of(word, outcome.call().world());
        if (!input.exists() && isContent(word)) {
            throw Stop.notFound(
                    word + ": content by CID needs the store, which is not here yet: name a file");
        }
        try (var in = input.open()) {
            var loaded = Loaded.of(in, machine);
            if (loaded.module().isEmpty()) {
                throw outcome.refused(input.name(), loaded.refused());
            }
            return loaded.module().get();
        }
    }

    private static boolean isContent(String word) {
        return word.startsWith(IPFS) || (Names.looksLikeCid(word) && Sniff.parses(word));
    }

    /// What a module writes is no result.
    private static Host.Log log(Call call) {
        return (level, context, message) ->
                call.out()
                        .note(
                                Shown.safe(level + (context.isEmpty() ? "" : " " + context))
                                        + ": "
                                        + Shown.safe(message.stripTrailing()));
    }
}

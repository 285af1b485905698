package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm run`: runs a function of a module for an exact bill.
final class Run implements Command {

    private static final String MODULE = "MODULE";
    private static final String FUNC = "FUNC";
    private static final String ARGS = "ARG...";
    private static final String NONCE = "--nonce";
    private static final String PLAN = "--plan";

    /// More than that does not belong into a task, which is kept with each of its receipts.
    private static final int INLINE_BYTES_MAX = 4_096;

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("run", "run a function of a Wasm module")
                        .operand(
                                MODULE,
                                "the module or component: a file, a CID or ipfs://CID; - is standard input")
                        .operand(FUNC, "the function, in any usual spelling of its name")
                        .optionalOperand(ARGS, "what it takes, each read by its parameter's type");
        syntax = Authority.options(Delivery.option(Ration.options(syntax)));
        syntax = Distance.option(syntax);
        return Passphrase.option(syntax)
                .option(NONCE, "HEX", "run it anew under this nonce, instead of recalling it")
                .flag(PLAN, "say what it would come to, and run nothing")
                .note(
                        "An ARG for a string is the text as it stands; every other one is DAG-JSON,"
                                + " such as 41, true, [1,2] or {\"a\":null}. @FILE is the bytes of a"
                                + " file. - is standard input: bytes for a list<u8>, text for a"
                                + " string, else DAG-JSON. json:... is DAG-JSON for a string too.")
                .note(
                        "The value goes to standard output; the fuel, the pages of memory and the"
                                + " time to standard error. 'ipvm inspect MODULE' lists the"
                                + " functions with their types.")
                .note(
                        "With --proof, --sub or --key it is asked for by a signed request: as"
                                + " others may, within the policies and budgets of the proofs.")
                .example("ipvm run hello.wasm add 2 3", "Call a function with two numbers")
                .example(
                        "ipvm run photo.wasm resize @photo.png 64 --fuel 10G --json",
                        "Give it a file and more fuel, for a script")
                .example("ipvm run hello.wasm add 2 3 --on kitchen", "Have a neighbour do it");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        var settings = Settings.of(Home.of(call), call);
        var ration = Ration.of(words, settings);
        var nonce = nonce(words);
        try (var desk = Desk.open(call, settings)) {
            var delivery = Delivery.of(call, desk, ration::advice);
            var module = subject(words.the(MODULE), desk, call, settings);
            var func = words.the(FUNC);
            var read = new TaskArguments(call.world()).read(module.module(), func, words.all(ARGS));
            var args =
                    Ipld.map(
                            "mod", Ipld.of(module.cid()),
                            "fun", Ipld.of(func),
                            "params", new Ipld.List(shipped(read, desk)));
            if (words.has(Distance.ON)) {
                var distance = Distance.of(call, desk);
                return delivery.ask("on", distance.request(args, nonce, ration));
            }
            var wanted =
                    Petition.isWanted(words)
                            ? Petition.of(call, args, nonce, ration).words()
                            : merged(ration.request(), args).with("nonce", Ipld.of(nonce));
            var op = Petition.isWanted(words) ? "invoke" : "run";
            return words.has(PLAN)
                    ? new Prospect(desk.one("plan", wanted)).show(call)
                    : delivery.ask(op, wanted);
        }
    }

    private static Ipld.Map merged(Ipld.Map map, Ipld.Map more) {
        var merged = map;
        for (var entry : more.entries()) {
            merged = merged.with(entry.key(), entry.value());
        }
        return merged;
    }

    /// A module that is none is said in a script's line, too.
    private static Subject subject(String word, Desk desk, Call call, Settings settings)
            throws Stop, MalformedException, IOException {
        try {
            var limits = LimitKeys.read(settings, "wasm", ipvm.wasm.Limits.DEFAULT);
            return Subject.of(word, desk, call.world(), limits);
        } catch (Subject.RefusedStop e) {
            if (call.out().json()) {
                call.out().result(new Answer(Ended.refused(e.why()).line(), List.of()));
            }
            throw Stop.usage(e.line());
        }
    }

    private static Bytes nonce(Arguments words) throws Stop {
        try {
            return Bytes.fromHex(words.find(NONCE).orElse(""));
        } catch (MalformedException e) {
            throw Stop.malformed(NONCE, e);
        }
    }

    /// Large bytes go as content of their own, and the task names them.
    private static List<Ipld> shipped(List<Ipld> args, Desk desk)
            throws Stop, MalformedException, IOException {
        var shipped = new ArrayList<Ipld>();
        for (var arg : args) {
            boolean isLarge =
                    arg instanceof Ipld.Binary(var bytes) && bytes.size() > INLINE_BYTES_MAX;
            shipped.add(isLarge ? link(((Ipld.Binary) arg).value(), desk) : arg);
        }
        return shipped;
    }

    private static Ipld link(Bytes bytes, Desk desk) throws Stop, MalformedException, IOException {
        return Ipld.of(Shipment.file(desk, bytes.stream(), false));
    }
}

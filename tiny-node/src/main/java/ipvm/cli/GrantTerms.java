package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import ipvm.node.Office;
import ipvm.ucan.Budget;
import ipvm.ucan.Command;
import ipvm.ucan.Policy;
import ipvm.ucan.Terms;
import ipvm.ucan.Window;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a line of `ipvm grant` means, in the terms of a delegation.
record GrantTerms(Arguments arguments, World world) {

    static final String MODULE = "--module";
    static final String FUEL = "--fuel";
    static final String POLICY = "--policy";
    static final String FOR = "--for";
    static final String EXP = "--exp";
    static final String NBF = "--nbf";

    static Syntax options(Syntax syntax) {
        return syntax.option(MODULE, "CID", "only tasks of this module")
                .option(FUEL, "AMOUNT", "at most so much fuel: 1G/day, 100M/hour, or 5G in all")
                .option(POLICY, "JSON", "only where these UCAN statements hold")
                .option(FOR, "TIME", "for so long from now: 12h, 30d")
                .option(EXP, "SECONDS", "until then, in seconds since 1970")
                .option(NBF, "SECONDS", "not before then");
    }

    /// The commands behind one word; most words are one command.
    static List<Command> commands(String word) throws Stop {
        return switch (word) {
            case "run" -> List.of(new Command("/wasm/run"));
            case "read" -> List.of(Office.READ, Office.RECEIPTS, Office.INSPECT);
            case "write" -> List.of(Office.WRITE);
            case "all" -> List.of(Command.ALL);
            default -> List.of(command(word));
        };
    }

    static Command command(String word) throws Stop {
        try {
            return Command.parse(word);
        } catch (MalformedException e) {
            var hint = Typo.hint(word, List.of("run", "read", "write", "all"));
            throw Stop.usage(e.getMessage() + hint);
        }
    }

    Terms of(Did audience, Did subject, Command command) throws Stop {
        Bytes nonce = world.host().chance().bytes(Owner.NONCE_BYTES);
        var fuel = fuel();
        var meta = fuel.map(some -> Ipld.map(Budget.KEY, some.encode())).orElse(Ipld.map());
        return Terms.of(audience, subject, command, nonce)
                .withPolicy(policy())
                .within(window())
                .withMeta(meta);
    }

    Optional<Allowance> fuel() throws Stop {
        var fuel = arguments.find(FUEL);
        return fuel.isPresent() ? Optional.of(Allowance.parse(FUEL, fuel.get())) : Optional.empty();
    }

    private Policy policy() throws Stop {
        var module = arguments.find(MODULE);
        var policy = arguments.find(POLICY);
        var name = POLICY;
        try {
            var written =
                    policy.isPresent()
                            ? Policy.decode(DagJson.read(policy.get()))
                            : Policy.ANYTHING;
            name = MODULE;
            return module.isPresent() ? onlyModule(Cid.parse(module.get())).and(written) : written;
        } catch (MalformedException e) {
            throw Stop.malformed(name, e);
        }
    }

    private static Policy onlyModule(Cid module) throws MalformedException {
        return Policy.decode(Ipld.list(Ipld.list(Ipld.of("=="), Ipld.of(".mod"), Ipld.of(module))));
    }

    private Window window() throws Stop {
        var from = arguments.find(NBF);
        var until = until();
        var begins =
                from.isPresent()
                        ? OptionalLong.of(Seconds.parse(NBF, from.get()))
                        : OptionalLong.empty();
        if (begins.isPresent() && until.isPresent() && begins.getAsLong() > until.getAsLong()) {
            throw Stop.usage("the grant would end (" + until.getAsLong() + ") before it begins");
        }
        return new Window(begins, until);
    }

    private OptionalLong until() throws Stop {
        var span = arguments.find(FOR);
        var end = arguments.find(EXP);
        if (span.isPresent() && end.isPresent()) {
            throw Stop.usage("--for and --exp both say when it ends; give one");
        }
        if (end.isPresent()) {
            return OptionalLong.of(Seconds.parse(EXP, end.get()));
        }
        return span.isPresent()
                ? OptionalLong.of(Seconds.after(world.host().nowSeconds(), FOR, span.get()))
                : OptionalLong.empty();
    }
}

package ipvm.node;

import ipvm.data.Ipld;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.ArrayList;
import java.util.List;

/// Functions as rules call them, without Wasm.
final class RuleModules {

    static final String MODULE =
            "ipfs://bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    private RuleModules() {}

    static Ended run(Action.Run run) {
        var args = run.call().call().args();
        var bill = new Bill(100, 1, false);
        return switch (run.call().call().function()) {
            case "same" -> new Ended.Ok(args.getFirst(), bill);
            case "sum" -> new Ended.Ok(answer(sum(args), Ipld.ofNull()), bill);
            case "list" -> new Ended.Ok(list(args), bill);
            case "greedy" -> new Ended.OutOfFuel(new Bill(run.bounds().fuel(), 1, false));
            case "fail" -> new Ended.Failed("Bad", "it does not work", bill);
            case "pick" -> {
                boolean isBad = args.getFirst().equals(Ipld.of(13));
                yield isBad
                        ? new Ended.Failed("Bad", "13", bill)
                        : new Ended.Ok(args.getFirst(), bill);
            }
            default -> throw new IllegalStateException("no function " + run.call().call());
        };
    }

    private static Ipld answer(Ipld state, Ipld fx) {
        var answer = Ipld.map("state", state, "out", state);
        return fx instanceof Ipld.Null ? answer : answer.with("fx", fx);
    }

    /// How many spans there were, those that were missed as well.
    private static Ipld sum(List<Ipld> args) {
        var missed = (Ipld.Int) ((Ipld.Map) args.getFirst()).find("missed").orElseThrow();
        long before = args.getLast() instanceof Ipld.Int number ? number.asLong() : 0;
        return Ipld.of(before + 1 + missed.asLong());
    }

    /// Each event in its order; for each one the world is told.
    private static Ipld list(List<Ipld> args) {
        var all = new ArrayList<Ipld>();
        if (args.getLast() instanceof Ipld.List(var items)) {
            all.addAll(items);
        }
        all.add(args.getFirst());
        var fx = Ipld.map("cmd", Ipld.of("/sim/tell"), "args", Ipld.map("n", args.getFirst()));
        return answer(new Ipld.List(all), Ipld.list(fx));
    }
}

package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.task.Node;
import ipvm.task.Outcome;
import ipvm.task.Report;
import ipvm.task.Task;
import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the result of a function wants to follow: `{"ipvm/fx": [{cmd, args, nonce?} ...]}`, or
/// `{mod, fun, params}` for another function.
///
/// It is asked for by the right of whoever asked for the function, and together with no more fuel
/// than that left over, so that no chain of them goes on for ever. A task that touches the world
/// has a nonce that follows from the function's task: however often that is taken up, it is done
/// once.
///
/// @param orders what follows, accepted together with the receipt
/// @param left what does not, and why
record Forks(List<Order> orders, List<String> left) {

    private static final String KEY = "ipvm/fx";
    private static final String CMD = "cmd";
    private static final String ARGS = "args";
    private static final String NONCE = "nonce";
    private static final int FORKS_MAX = 64;

    static final Forks NONE = new Forks(List.of(), List.of());

    static Forks of(Work work, Report report, Rights rights) {
        boolean isAsked =
                report.outcome() instanceof Outcome.Ok(var value)
                        && value instanceof Ipld.Map map
                        && map.find(KEY).isPresent();
        if (!isAsked || !work.order.task().isWasm() || work.isWithdrawn) {
            return NONE;
        }
        if (work.order.isSecret()) {
            return new Forks(List.of(), List.of("what follows a secret would show it"));
        }
        try {
            var value = ((Outcome.Ok) report.outcome()).value();
            var wanted = Node.of("result", value).field(KEY).items(FORKS_MAX);
            return of(work, wanted, report.meter().fuel(), rights);
        } catch (MalformedException e) {
            return new Forks(List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Forks of(Work work, List<Node> wanted, long burnt, Rights rights) {
        var orders = new ArrayList<Order>();
        var left = new ArrayList<String>();
        long fuel = Math.max(0, work.order.bounds().fuel() - burnt) / Math.max(1, wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            try {
                var order = order(work.order, task(work, wanted.get(i), i), fuel);
                refusal(order, rights)
                        .ifPresentOrElse(
                                why -> left.add(order.task().command() + ": " + why),
                                () -> orders.add(order));
            } catch (MalformedException e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
        return new Forks(orders, left);
    }

    private static Optional<String> refusal(Order order, Rights rights) {
        return order.task().isWasm() && order.bounds().fuel() == 0
                ? Optional.of("no fuel is left for it")
                : rights.refusal(order);
    }

    private static Order order(Order from, Task task, long fuel) {
        return Order.of(task, from.bounds().withFuel(fuel), from.grant())
                .commanding(from.mayCommand());
    }

    private static Task task(Work work, Node node, int index) throws MalformedException {
        var subject = work.order.task().subject();
        if (node.map().find("mod").isPresent()) {
            return new Task(subject, Task.WASM_RUN, node.map(), Bytes.EMPTY);
        }
        var body = node.only(Set.of(CMD, ARGS, NONCE));
        var command = Command.parse(body.field(CMD).text());
        var own = body.find(NONCE).map(Node::value).orElse(Ipld.ofNull());
        boolean isPure = command.equals(Task.WASM_RUN) && own instanceof Ipld.Null;
        var nonce = isPure ? Bytes.EMPTY : Errand.nonce(name(work, index, own));
        return new Task(subject, command, body.field(ARGS).map(), nonce);
    }

    private static Ipld name(Work work, int index, Ipld own) {
        return Ipld.list(Ipld.of(work.task()), Ipld.of(index), own);
    }

    /// What is written together with the receipt.
    List<Change> accepted(long nowMillis) {
        return orders.stream()
                .<Change>map(order ->
                        new Change.Accept(
                                new Entry(order.task().cid(), Pledge.encode(order), nowMillis)))
                .toList();
    }

    List<Cid> names() {
        return orders.stream().map(order -> order.task().cid()).toList();
    }
}

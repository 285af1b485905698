package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Set;

/// A function by its name, and what it is called with.
public record Call(String function, List<Ipld> args) {

    private static final Set<String> NAMES = Set.of("func", "args");

    public Call {
        args = List.copyOf(args);
    }

    /// The promises among the arguments, which must be kept before the call.
    public List<Await> awaits() {
        return args.stream().flatMap(arg -> Await.in(arg).stream()).toList();
    }

    Ipld encode() {
        return Ipld.map("func", Ipld.of(function), "args", new Ipld.List(args));
    }

    static Call of(Node input, Limits limits) throws MalformedException {
        var args = input.only(NAMES).field("args");
        var items = args.items(limits.argsMax());
        Await.places(args);
        return new Call(input.field("func").text(), items.stream().map(Node::value).toList());
    }
}

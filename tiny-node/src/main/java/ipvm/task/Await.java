package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A promise among the arguments of a call: the end of another task goes here.
///
/// @param branch which end
/// @param target the name of the instruction or task that is awaited
public record Await(Branch branch, Cid target) {

    public Ipld encode() {
        return Ipld.map(branch.key(), Ipld.of(target));
    }

    /// Every promise in a value, however deep, in the order in which it is written.
    public static List<Await> in(Ipld value) {
        var found = new ArrayList<Await>();
        collect(value, found);
        return List.copyOf(found);
    }

    private static void collect(Ipld value, List<Await> found) {
        if (value instanceof Ipld.List(var items)) {
            items.forEach(item -> collect(item, found));
        }
        if (value instanceof Ipld.Map map) {
            of(map).ifPresentOrElse(
                            found::add,
                            () -> map.entries().forEach(entry -> collect(entry.value(), found)));
        }
    }

    private static Optional<Await> of(Ipld.Map map) {
        var entry = map.entries().size() == 1 ? map.entries().getFirst() : null;
        return entry != null && entry.value() instanceof Ipld.Link(var target)
                ? Branch.of(entry.key()).map(branch -> new Await(branch, target))
                : Optional.empty();
    }

    /// The places of all promises in a value; what only looks like one is refused, because taken as
    /// plain data it would reach the function in place of what it was to stand for.
    static List<Node> places(Node node) throws MalformedException {
        var found = new ArrayList<Node>();
        collect(node, found);
        return List.copyOf(found);
    }

    private static void collect(Node node, List<Node> found) throws MalformedException {
        if (node.value() instanceof Ipld.List(var items)) {
            for (int i = 0; i < items.size(); i++) {
                if (isNesting(items.get(i))) {
                    collect(node.item(i, items.get(i)), found);
                }
            }
        }
        if (node.value() instanceof Ipld.Map map) {
            if (looksLikeOne(map)) {
                found.add(checked(node, map));
                return;
            }
            for (var entry : map.entries()) {
                collect(node.field(entry.key()), found);
            }
        }
    }

    private static boolean isNesting(Ipld value) {
        return value instanceof Ipld.List || value instanceof Ipld.Map;
    }

    static boolean looksLikeOne(Ipld.Map map) {
        return map.entries().stream().anyMatch(entry -> entry.key().startsWith(Branch.PREFIX));
    }

    private static Node checked(Node node, Ipld.Map map) throws MalformedException {
        var branch = branch(node, map);
        var target = node.field(branch.key());
        if (!Homestar.isName(target.link())) {
            throw target.malformed(
                    "the name of an instruction (dag-cbor, sha3-256)", target.link().toString());
        }
        return node;
    }

    /// The branch that is awaited by what looks like an await, if it is one.
    static Branch branch(Node node, Ipld.Map map) throws MalformedException {
        if (map.entries().size() != 1) {
            throw node.malformed("an await alone", "other keys beside it");
        }
        var key = map.entries().getFirst().key();
        var branch = Branch.of(key);
        if (branch.isEmpty()) {
            throw node.malformed("await/ok, await/error or await/*", "'" + key + "'");
        }
        return branch.get();
    }

    /// A value in which every await is replaced; where there is none it is the value itself.
    static Ipld replaced(Ipld value, BiFunction<Branch, Ipld, Ipld> by) {
        if (value instanceof Ipld.List(var items)) {
            var replaced = items.stream().map(item -> replaced(item, by)).toList();
            return isSame(replaced, items) ? value : new Ipld.List(replaced);
        }
        return value instanceof Ipld.Map map ? replaced(map, by) : value;
    }

    private static Ipld replaced(Ipld.Map map, BiFunction<Branch, Ipld, Ipld> by) {
        var entries = map.entries();
        if (entries.size() == 1) {
            var branch = Branch.of(entries.getFirst().key());
            if (branch.isPresent()) {
                return by.apply(branch.get(), entries.getFirst().value());
            }
        }
        var values = entries.stream().map(entry -> replaced(entry.value(), by)).toList();
        if (isSame(values, entries.stream().map(Ipld.Entry::value).toList())) {
            return map;
        }
        var replaced = new ArrayList<Ipld.Entry>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            replaced.add(new Ipld.Entry(entries.get(i).key(), values.get(i)));
        }
        return new Ipld.Map(replaced);
    }

    @SuppressWarnings("ReferenceEquality") // what was not touched is the very same
    private static boolean isSame(List<Ipld> some, List<Ipld> others) {
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}

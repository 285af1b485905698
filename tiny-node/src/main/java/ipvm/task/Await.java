package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private static boolean looksLikeOne(Ipld.Map map) {
        return map.entries().stream().anyMatch(entry -> entry.key().startsWith(Branch.PREFIX));
    }

    private static Node checked(Node node, Ipld.Map map) throws MalformedException {
        if (map.entries().size() != 1) {
            throw node.malformed("an await alone", "other keys beside it");
        }
        var key = map.entries().getFirst().key();
        if (Branch.of(key).isEmpty()) {
            throw node.malformed("await/ok, await/error or await/*", "'" + key + "'");
        }
        if (!Homestar.isName(node.field(key).link())) {
            throw node.field(key)
                    .malformed(
                            "the name of an instruction (dag-cbor, sha3-256)",
                            node.field(key).link().toString());
        }
        return node;
    }
}

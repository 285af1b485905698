package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Ties the awaits among the arguments of one task to what they name, and keeps their places.
final class Promises {

    /// The tasks beside it: by label, and by name as far as they have one.
    interface Tasks {
        boolean has(String label);

        List<String> labels();

        Optional<String> labelOf(Cid name) throws MalformedException;
    }

    private final Tasks tasks;
    private final Predicate<Cid> answered;
    private final Map<Need, Node> places = new LinkedHashMap<>();

    Promises(Tasks tasks, Predicate<Cid> answered) {
        this.tasks = tasks;
        this.answered = answered;
    }

    List<Need> needs() {
        return List.copyOf(places.keySet());
    }

    /// Where the first await stands, of those that there are.
    Node firstPlace() {
        return places.values().iterator().next();
    }

    /// Where another task is first awaited.
    Node placeOf(String label) {
        for (var place : places.entrySet()) {
            if (place.getKey() instanceof Need.Beside(var awaited, var branch)
                    && awaited.equals(label)) {
                return place.getValue();
            }
        }
        throw new IllegalArgumentException("'" + label + "' is not awaited");
    }

    /// A value with every await in it as a [Need] writes it; what only looks like one is refused,
    /// because taken as plain data it would reach the task in place of what it was to stand for.
    Ipld tied(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.List(var items)) {
            var tied = new ArrayList<Ipld>(items.size());
            for (int i = 0; i < items.size(); i++) {
                tied.add(tied(node.item(i, items.get(i))));
            }
            return new Ipld.List(tied);
        }
        if (!(node.value() instanceof Ipld.Map map)) {
            return node.value();
        }
        if (Await.looksLikeOne(map)) {
            var need = need(node, Await.branch(node, map));
            places.putIfAbsent(need, node);
            return need.encode();
        }
        var tied = new ArrayList<Ipld.Entry>(map.entries().size());
        for (var entry : map.entries()) {
            tied.add(new Ipld.Entry(entry.key(), tied(node.under(entry))));
        }
        return new Ipld.Map(tied);
    }

    private Need need(Node node, Branch branch) throws MalformedException {
        var target = node.field(branch.key());
        if (target.value() instanceof Ipld.Link(var task)) {
            return named(target, task, branch);
        }
        if (!(target.value() instanceof Ipld.Text(var text))) {
            throw target.wrong("the label of a task, or a link to one");
        }
        if (tasks.has(text)) {
            return new Need.Beside(text, branch);
        }
        var task = cid(text);
        if (task.isEmpty()) {
            throw target.malformed(
                    "the label of a task of this workflow",
                    "'" + text + "'" + Typo.hint(text, tasks.labels()));
        }
        return named(target, task.get(), branch);
    }

    private static Optional<Cid> cid(String text) {
        try {
            return Optional.of(Cid.parse(text));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private Need named(Node target, Cid task, Branch branch) throws MalformedException {
        var label = tasks.labelOf(task);
        if (label.isPresent()) {
            return new Need.Beside(label.get(), branch);
        }
        if (!isName(task)) {
            throw target.malformed(
                    "the name of a task (dag-cbor, sha2-256 or sha3-256)", task.toString());
        }
        if (!answered.test(task)) {
            throw target.malformed(
                    "an await of a task of this workflow, or of one that was answered",
                    task.toString());
        }
        return new Need.Outside(task, branch);
    }

    private static boolean isName(Cid cid) {
        return cid.version() == 1
                && cid.codec() == Codec.DAG_CBOR
                && (cid.hash().code() == HashFunction.SHA2_256.code()
                        || cid.hash().code() == HashFunction.SHA3_256.code());
    }
}

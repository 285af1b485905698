package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reads IPVM Workflow 0.1: tasks by label, each a UCAN invocation, signed or yet to be.
final class IpvmForm implements Promises.Tasks {

    private static final Set<String> NAMES =
            Set.of("v", "meta", "parent", "config", "global", "defaults", "tasks", "catch");
    private static final Set<String> ENVELOPE = Set.of("ipvm/workflow", "signature", "sig");
    static final String WORKFLOW = "ipvm/workflow";
    private static final int LABEL_CHARS_MAX = 256;

    private final Node root;
    private final Limits limits;
    private final Predicate<Cid> answered;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Cid, String> names = new HashMap<>();
    private Ipld.Map tasks = Ipld.map();
    private boolean areNamed;

    private IpvmForm(Node root, Limits limits, Predicate<Cid> answered) {
        this.root = root;
        this.limits = limits;
        this.answered = answered;
    }

    /// The workflow without what is around it.
    static Node inner(Node node) throws MalformedException {
        var inner = node.find(WORKFLOW);
        if (inner.isEmpty()) {
            return node;
        }
        for (var name : List.of("signature", "sig")) {
            var signature = node.only(ENVELOPE).find(name);
            if (signature.isPresent()) {
                signature.get().bytes();
            }
        }
        if (node.find("signature").isPresent() && node.find("sig").isPresent()) {
            throw node.field("sig").malformed("one signature", "signature and sig");
        }
        return inner.get();
    }

    static Workflow read(Node inner, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        return new IpvmForm(inner, limits, answered).workflow();
    }

    private Workflow workflow() throws MalformedException {
        Version.require(root.only(NAMES));
        var meta = root.findSaid("meta");
        if (meta.isPresent()) {
            meta.get().map();
        }
        var config = config();
        var defaults = Terms.of(root.find("defaults"), limits).over(config);
        readDrafts();
        var jobs = new ArrayList<Job>(drafts.size());
        for (var draft : drafts) {
            jobs.add(draft.tied(new Promises(this, answered), defaults));
        }
        return new Workflow(
                Workflow.Form.IPVM,
                root.value(),
                new Whole(jobs, this::await).checked(),
                rescue(defaults),
                config.config(),
                parent());
    }

    private Terms config() throws MalformedException {
        var config = root.find("config");
        var global = root.find("global");
        if (config.isPresent() && global.isPresent()) {
            throw global.get().malformed("config or global", "both");
        }
        return Terms.of(config.or(() -> global), limits);
    }

    private void readDrafts() throws MalformedException {
        var node = root.field("tasks");
        tasks = node.map();
        if (tasks.entries().size() > limits.tasksMax()) {
            throw node.malformed(
                    "at most " + limits.tasksMax() + " tasks", "" + tasks.entries().size());
        }
        for (var entry : tasks.entries()) {
            readDraft(entry.key(), node.under(entry));
        }
    }

    private void readDraft(String label, Node node) throws MalformedException {
        if (label.isEmpty() || label.length() > LABEL_CHARS_MAX) {
            throw node.malformed(
                    "a label of 1 to " + LABEL_CHARS_MAX + " characters",
                    label.length() + " characters");
        }
        drafts.add(Draft.of(label, node, limits));
    }

    @Override
    public boolean has(String label) {
        return tasks.find(label).isPresent();
    }

    @Override
    public List<String> labels() {
        return drafts.stream().map(Draft::label).toList();
    }

    /// Few workflows await a task beside it by its name, so none is reckoned before one does.
    @Override
    public Optional<String> labelOf(Cid name) throws MalformedException {
        if (!areNamed) {
            areNamed = true;
            for (var draft : drafts) {
                draft.name().ifPresent(known -> names.putIfAbsent(known, draft.label()));
            }
        }
        return Optional.ofNullable(names.get(name));
    }

    private Optional<Rescue> rescue(Terms defaults) throws MalformedException {
        var node = root.findSaid("catch");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        var promises = new Promises(this, answered);
        var job = Draft.of("catch", node.get(), limits).tied(promises, defaults);
        if (!job.isWasm()) {
            throw node.get().field("cmd").malformed("a function: /wasm/run", job.command().text());
        }
        if (!job.nonce().isEmpty()) {
            throw node.get().field("nonce").malformed("a pure task: an empty nonce", "one");
        }
        if (!job.needs().isEmpty()) {
            throw promises.firstPlace().malformed("arguments that await nothing", "an await");
        }
        return Optional.of(new Rescue(job));
    }

    private Optional<Workflow.Parent> parent() throws MalformedException {
        var node = root.findSaid("parent");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        var pair = node.get().items(2);
        if (pair.size() != 2) {
            throw node.get().malformed("[workflow, label] or null", pair.size() + " items");
        }
        return Optional.of(new Workflow.Parent(pair.getFirst().link(), pair.getLast().text()));
    }

    /// Where one job awaits another: read again, as it is only asked for when it is a fault.
    private Node await(int job, String label) throws MalformedException {
        var promises = new Promises(this, answered);
        drafts.get(job).tied(promises, Terms.NONE);
        return promises.placeOf(label);
    }
}

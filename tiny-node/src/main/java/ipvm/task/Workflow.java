package ipvm.task;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A workflow as it will be run, whichever form it was written in.
///
/// One that exists can end: its jobs await each other without a ring, and nothing that is not
/// there. What is around IPVM's form, a signature, is no part of it and of its name.
///
/// @param document what was written, without an envelope
/// @param jobs in the order of the document, which for labels is DAG-CBOR's
/// @param config for the workflow as a whole; each job has its own, in which this is heeded
/// @param parent the task that asked for this workflow
public record Workflow(
        Form form,
        Ipld document,
        List<Job> jobs,
        Optional<Rescue> rescue,
        Config config,
        Optional<Parent> parent) {

    /// How it was written, which says how it is named.
    public enum Form {
        HOMESTAR,
        IPVM
    }

    /// A task of another workflow.
    public record Parent(Cid workflow, String label) {}

    public Workflow {
        jobs = List.copyOf(jobs);
    }

    /// Reads what a person wrote; every fault is named by line and column. A file that it wants to
    /// be put first stands there as text: see [WorkflowFile].
    ///
    /// @param answered which tasks of other workflows have an end that may be awaited
    public static Workflow read(Bytes json, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        return WorkflowFile.read(json, limits, answered).workflow();
    }

    /// Reads the block of a workflow.
    ///
    /// @param answered which tasks of other workflows have an end that may be awaited
    public static Workflow decode(Bytes cbor, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        return of(Node.binary("workflow", cbor, limits), limits, answered);
    }

    /// A workflow that stands inside another document, such as a rule.
    ///
    /// @param answered which tasks of other workflows have an end that may be awaited
    public static Workflow of(Node root, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        return isHomestar(root)
                ? HomestarForm.read(root, limits, answered)
                : IpvmForm.read(IpvmForm.inner(root), limits, answered);
    }

    /// A list of tasks is Homestar's; by label they are IPVM's.
    static boolean isHomestar(Node root) throws MalformedException {
        return root.find("tasks").filter(node -> node.value() instanceof Ipld.List).isPresent();
    }

    /// The document as it is kept and sent.
    public Block block() {
        return switch (form) {
            case HOMESTAR -> Homestar.block(document);
            case IPVM -> {
                var bytes = DagCbor.encode(document);
                yield new Block(Cid.of(Codec.DAG_CBOR, bytes), bytes);
            }
        };
    }

    public Cid cid() {
        return block().cid();
    }

    /// The jobs, each after those that it awaits.
    public List<Job> order() {
        return Stages.of(this, command -> false).order();
    }

    public Optional<Job> find(String label) {
        return jobs.stream().filter(job -> job.label().equals(label)).findFirst();
    }
}

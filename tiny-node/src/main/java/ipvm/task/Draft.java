package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One of the `tasks` of IPVM's form before its awaits are tied to what they name.
///
/// @param body the fields, in an invocation that is signed its payload
/// @param args with content by link, and awaits as they are written
record Draft(String label, Node body, Ipld.Map args, Optional<Invocation> signed, Limits limits) {

    private static final Set<String> NAMES = Set.of("sub", "cmd", "args", "nonce", "meta", "prf");

    static Draft of(String label, Node node, Limits limits) throws MalformedException {
        return node.value() instanceof Ipld.List
                ? signed(label, node, limits)
                : of(label, node.only(NAMES), Optional.empty(), limits);
    }

    private static Draft of(String label, Node body, Optional<Invocation> signed, Limits limits)
            throws MalformedException {
        var args = body.field("args");
        var map = args.map();
        if (command(body).equals(Task.WASM_RUN)) {
            // what was signed stands as it is, or it would be another task
            var linked = WasmArgs.of(args, limits);
            map = signed.isPresent() ? map : linked;
        }
        return new Draft(label, body, map, signed, limits);
    }

    /// An invocation that somebody has signed already; whether it counts is asked when it is run.
    private static Draft signed(String label, Node node, Limits limits) throws MalformedException {
        var invocation = invocation(node);
        var body = node.items(2).getLast().field(invocation.envelope().tag());
        return of(label, body, Optional.of(invocation), limits);
    }

    private static Invocation invocation(Node node) throws MalformedException {
        try {
            return Invocation.decode(DagCbor.encode(node.value()));
        } catch (MalformedException e) {
            throw node.placed(e);
        }
    }

    private static Command command(Node body) throws MalformedException {
        var node = body.field("cmd");
        try {
            return Command.parse(node.text());
        } catch (MalformedException e) {
            throw node.placed(e);
        }
    }

    private Optional<Did> subject() throws MalformedException {
        var node = body.findSaid("sub");
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().did());
    }

    /// Text stands for its UTF-8.
    private Bytes nonce() throws MalformedException {
        var node = body.findSaid("nonce");
        if (node.isEmpty()) {
            return Bytes.EMPTY;
        }
        if (node.get().value() instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        return Bytes.utf8(node.get().text());
    }

    private List<Cid> proofs() throws MalformedException {
        var node = body.findSaid("prf");
        return node.isEmpty() ? List.of() : node.get().links(limits.proofsMax());
    }

    /// The name that others may await it by, where it says whose task it is.
    Optional<Cid> name() throws MalformedException {
        if (signed.isPresent()) {
            return Optional.of(signed.get().task());
        }
        var subject = subject();
        return subject.isEmpty()
                ? Optional.empty()
                : Optional.of(new Task(subject.get(), command(body), args, nonce()).cid());
    }

    Job tied(Promises promises, Terms defaults) throws MalformedException {
        var tied = (Ipld.Map) promises.tied(body.field("args").with(args));
        var wish = Wish.of(body.findSaid("meta"), defaults, limits);
        return new Job(
                label,
                subject(),
                command(body),
                tied,
                nonce(),
                wish,
                promises.needs(),
                proofs(),
                Optional.empty(),
                signed);
    }
}

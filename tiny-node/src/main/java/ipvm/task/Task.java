package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be done, to whose resource: a value with a name, whoever asks and within whatever
/// limits.
///
/// An empty nonce says that the task is pure: asking for it twice is asking once.
public record Task(Did subject, Command command, Ipld.Map args, Bytes nonce) {

    /// The command of all tasks that are functions of Wasm modules.
    public static final Command WASM_RUN = new Command("/wasm/run");

    static final String MODULE = "mod";
    static final String FUNCTION = "fun";
    static final String PARAMS = "params";
    private static final Set<String> NAMES = Set.of("sub", "cmd", "args", "nonce");

    /// A call of a function of a module, which is a link, or text: `ipfs://CID` or `data:...`.
    public static Task wasm(Did subject, Ipld module, Call call, Bytes nonce) {
        var args =
                Ipld.map(
                        MODULE,
                        module,
                        FUNCTION,
                        Ipld.of(call.function()),
                        PARAMS,
                        new Ipld.List(call.args()));
        return new Task(subject, WASM_RUN, args, nonce);
    }

    public static Task of(Invocation invocation) {
        var request = invocation.request();
        return new Task(request.subject(), request.command(), request.args(), request.nonce());
    }

    public static Task decode(Bytes bytes) throws MalformedException {
        var node = Node.binary("task", bytes, Limits.DEFAULT).only(NAMES);
        return new Task(
                node.field("sub").did(),
                Command.parse(node.field("cmd").text()),
                node.field("args").map(),
                node.field("nonce").bytes());
    }

    public Bytes encode() {
        return DagCbor.encode(
                Ipld.map(
                        "sub", Ipld.of(subject.text()),
                        "cmd", Ipld.of(command.text()),
                        "args", args,
                        "nonce", Ipld.of(nonce)));
    }

    /// The name among UCANs, which includes the subject.
    public Cid cid() {
        return Cid.of(Codec.DAG_CBOR, encode());
    }

    public boolean isPure() {
        return nonce.isEmpty();
    }

    public boolean isWasm() {
        return command.equals(WASM_RUN);
    }

    /// The module and the call of a Wasm task; a fault says what is not as it should be.
    public WasmCall wasmCall() throws MalformedException {
        return WasmCall.of(Node.of("args", args));
    }

    /// The name among Homestars, the same for every subject, where it can be written as one.
    public Optional<Instruction> instruction() {
        if (!isWasm() || !Nonce.fits(nonce)) {
            return Optional.empty();
        }
        try {
            var call = wasmCall();
            if (call.inline().isPresent()) {
                return Optional.empty(); // Homestar knows no modules without a name
            }
            return Optional.of(
                    new Instruction(
                            "ipfs://" + call.module(), "wasm/run", call.call(), Nonce.raw(nonce)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// Every name that an end of this task is found under.
    public List<Cid> names() {
        var cid = cid();
        return instruction().map(one -> List.of(cid, one.cid())).orElseGet(() -> List.of(cid));
    }
}

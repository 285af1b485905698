package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Set;

/// The arguments of `/wasm/run`: a function of a module, and what it is called with.
public record WasmCall(Cid module, Call call) {

    private static final String SCHEME = "ipfs://";
    private static final Set<String> NAMES = Set.of(Task.MODULE, Task.FUNCTION, Task.PARAMS);

    static WasmCall of(Node args) throws MalformedException {
        var module = module(args.only(NAMES).field(Task.MODULE));
        var params = args.field(Task.PARAMS).items(Limits.DEFAULT.argsMax());
        return new WasmCall(
                module,
                new Call(
                        args.field(Task.FUNCTION).text(),
                        params.stream().map(Node::value).toList()));
    }

    private static Cid module(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Link(var cid)) {
            return cid;
        }
        var text = node.text();
        if (!text.startsWith(SCHEME)) {
            throw node.malformed("a link or ipfs://CID", "'" + text + "'");
        }
        try {
            return Cid.parse(text.substring(SCHEME.length()));
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }
}

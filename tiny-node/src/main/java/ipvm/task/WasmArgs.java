package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// The arguments of `/wasm/run`: a module, a function of it, and what it is called with.
final class WasmArgs {

    private static final Set<String> NAMES = Set.of(Task.MODULE, Task.FUNCTION, Task.PARAMS);
    private static final String IPFS = "ipfs://";

    private WasmArgs() {}

    static Ipld.Map of(Instruction run) {
        return Ipld.map(
                Task.MODULE, Ipld.of(run.resource()),
                Task.FUNCTION, Ipld.of(run.call().function()),
                Task.PARAMS, new Ipld.List(run.call().args()));
    }

    /// Content by `ipfs://CID` becomes a link, so that a task has one name however its module and
    /// its inputs are written.
    static Ipld.Map of(Node args, Limits limits) throws MalformedException {
        var mod = module(args.only(NAMES).field(Task.MODULE));
        if (args.field(Task.FUNCTION).text().isEmpty()) {
            throw args.field(Task.FUNCTION).malformed("the name of a function", "none");
        }
        var params = new ArrayList<Ipld>();
        for (var param : args.field(Task.PARAMS).items(limits.argsMax())) {
            var content = ipfs(param);
            params.add(content.isPresent() ? Ipld.of(content.get()) : param.value());
        }
        return Ipld.map(
                Task.MODULE,
                mod,
                Task.FUNCTION,
                args.field(Task.FUNCTION).value(),
                Task.PARAMS,
                new Ipld.List(params));
    }

    private static Ipld module(Node mod) throws MalformedException {
        if (mod.value() instanceof Ipld.Link
                || (mod.value() instanceof Ipld.Map map && Await.looksLikeOne(map))) {
            return mod.value();
        }
        var content = ipfs(mod);
        if (content.isPresent()) {
            return Ipld.of(content.get());
        }
        var text = mod.text();
        if (DataUri.isOne(text) || FileReference.isOne(mod)) {
            return mod.value();
        }
        throw mod.malformed("a module: a link, ipfs://CID, data:... or file:...", "'" + text + "'");
    }

    private static Optional<Cid> ipfs(Node node) {
        if (!(node.value() instanceof Ipld.Text(var text) && text.startsWith(IPFS))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cid.parse(text.substring(IPFS.length())));
        } catch (MalformedException e) {
            return Optional.empty(); // a URI with a path, or text that begins like one
        }
    }
}

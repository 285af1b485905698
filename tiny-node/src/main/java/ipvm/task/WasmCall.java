package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Optional;
import java.util.Set;

/// The arguments of `/wasm/run`: a function of a module, and what it is called with.
///
/// @param inline the module itself, where the task brings it along
public record WasmCall(Cid module, Optional<Bytes> inline, Call call) {

    private static final String SCHEME = "ipfs://";
    private static final Set<String> NAMES = Set.of(Task.MODULE, Task.FUNCTION, Task.PARAMS);

    static WasmCall of(Node args) throws MalformedException {
        var module = args.only(NAMES).field(Task.MODULE);
        var params = args.field(Task.PARAMS).items(Limits.DEFAULT.argsMax());
        var call =
                new Call(
                        args.field(Task.FUNCTION).text(),
                        params.stream().map(Node::value).toList());
        if (module.value() instanceof Ipld.Text(var text) && DataUri.isOne(text)) {
            var content = DataUri.content(module);
            return new WasmCall(Cid.of(Codec.RAW, content), Optional.of(content), call);
        }
        return new WasmCall(cid(module), Optional.empty(), call);
    }

    private static Cid cid(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Link(var cid)) {
            return cid;
        }
        var text = node.text();
        if (!text.startsWith(SCHEME)) {
            throw node.malformed("a link, ipfs://CID or data:...", "'" + text + "'");
        }
        try {
            return Cid.parse(text.substring(SCHEME.length()));
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }
}

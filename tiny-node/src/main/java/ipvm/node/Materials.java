package ipvm.node;

import ipvm.data.BlockSource;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Found;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.data.UnixFsReader;
import ipvm.task.WasmCall;
import ipvm.wasm.Compiled;
import ipvm.wasm.Modules;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a call needs before it can be made: its module, compiled, and what its arguments name.
final class Materials {

    private final UnixFsReader reader;
    private final Modules modules;

    /// @param modules compiled ones, which a command may have filled already
    Materials(BlockSource source, Modules modules) {
        this.reader = new UnixFsReader(source, Limits.DEFAULT);
        this.modules = modules;
    }

    /// The module of a call: in the task itself, one block, or a file of many.
    Compiled compiled(WasmCall call)
            throws Refused, IOException, MalformedException, NotFoundException {
        var cid = call.module();
        var known = modules.find(cid);
        if (known.isPresent()) {
            return known.get();
        }
        var inline = call.inline();
        return modules.compile(cid, inline.isPresent() ? inline.get() : content(cid));
    }

    /// A link among the arguments stands for the content behind it, as with Homestar; other data
    /// than files is passed as the link that it is.
    List<Ipld> args(WasmCall call) throws IOException, MalformedException, NotFoundException {
        var args = new ArrayList<Ipld>();
        for (var arg : call.call().args()) {
            boolean isContent =
                    arg instanceof Ipld.Link(var cid)
                            && (cid.codec() == Codec.RAW || cid.codec() == Codec.DAG_PB);
            args.add(isContent ? Ipld.of(content(((Ipld.Link) arg).cid())) : arg);
        }
        return args;
    }

    private Bytes content(Cid cid) throws IOException, MalformedException, NotFoundException {
        if (cid.codec() == Codec.RAW) {
            return reader.block(cid);
        }
        if (reader.open(cid) instanceof Found.File file) {
            return reader.bytes(file);
        }
        throw new MalformedException("file " + cid, "something else");
    }
}

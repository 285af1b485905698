package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarWriter;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Found;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.data.UnixFsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// `ipvm get`: gives content of the store back.
final class Get implements Command {

    private static final String WHAT = "CID[/path]";
    private static final String BLOCK = "--block";
    private static final String CAR = "--car";

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("get", "write what a name stands for"))
                .operand(WHAT, "the name, and a path below it that may cross links")
                .option(Packet.OUT, "FILE", "write it there, all of it or nothing")
                .flag(BLOCK, "the bytes of the one block, whatever they are")
                .flag(CAR, "all blocks from there on, as a CAR archive")
                .note(
                        "A file's bytes; everything else as DAG-JSON. Tasks and receipts have"
                                + " names, too. What is not here is exit 5, with its name.")
                .example(
                        "ipvm get bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi -o a.png",
                        "Write a file")
                .example("ipvm get CID/small/0/fuel", "A value inside of a receipt, or any node")
                .example("ipvm get CID --car | ssh board ipvm store import -", "Take a DAG along");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        if (words.has(BLOCK) && words.has(CAR)) {
            throw Stop.usage("either --block or --car");
        }
        var address = Address.of(words.the(WHAT));
        try (var desk = Reading.desk(call)) {
            var source = new UnixFsReader(desk, Limits.DEFAULT);
            Destination.of(call).write(out -> write(call, source, address, out));
            return Exit.OK;
        } catch (NotFoundException e) {
            throw Stop.notFound(String.valueOf(e.getMessage()));
        }
    }

    private static void write(Call call, UnixFsReader source, Address from, OutputStream out)
            throws Stop, MalformedException, NotFoundException, IOException {
        if (call.arguments().has(BLOCK)) {
            source.block(cid(source, from)).writeTo(out);
        } else if (call.arguments().has(CAR)) {
            car(source, cid(source, from), out);
        } else {
            switch (source.resolve(from.root(), from.path())) {
                case Found.File file -> source.write(file, out);
                case Found.Directory directory -> value(call, directory.node().toIpld(), out);
                case Found.Symlink symlink -> value(call, symlink.node().toIpld(), out);
                case Found.Value value -> value(call, value.value(), out);
            }
        }
    }

    /// A block alone may be of a codec that nobody here reads.
    private static Cid cid(UnixFsReader source, Address from)
            throws MalformedException, NotFoundException, IOException {
        return from.path().isEmpty() ? from.root() : source.resolve(from.root(), from.path()).cid();
    }

    private static void value(Call call, Ipld value, OutputStream out)
            throws MalformedException, IOException {
        var text = DagJson.text(value);
        boolean isFile = call.arguments().has(Packet.OUT);
        boolean isSeen = call.world().terminal().shows() && !isFile;
        Bytes.utf8((isSeen ? Shown.safe(text) : text) + "\n").writeTo(out);
    }

    private static void car(UnixFsReader source, Cid root, OutputStream out)
            throws Stop, MalformedException, NotFoundException, IOException {
        source.block(root); // nothing is written of what is not here at all
        var car = new CarWriter(out, List.of(root));
        Dag.walk(
                List.of(root),
                cid -> {
                    var data = block(source, cid);
                    if (!Dag.holdsItself(cid)) {
                        car.put(new Block(cid, data));
                    }
                    return Dag.mayLink(cid) ? Links.of(cid, data) : List.of();
                });
    }

    private static Bytes block(UnixFsReader source, Cid cid)
            throws Stop, MalformedException, IOException {
        try {
            return source.block(cid);
        } catch (NotFoundException e) {
            throw Stop.notFound(String.valueOf(e.getMessage()));
        }
    }
}

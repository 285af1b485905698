package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Found;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.data.UnixFsReader;
import ipvm.data.UnixFsWriter;
import ipvm.wasm.Compiled;
import ipvm.wasm.Limits;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.util.ArrayList;

/// The module that a line names, by a file or by its content.
///
/// @param name as the line has it
record Subject(String name, Cid cid, Compiled module) {

    private static final String IPFS = "ipfs://";

    static Subject of(String word, Desk desk, World world, Limits limits)
            throws Stop, MalformedException, IOException {
        var input = Input.of(word, world);
        if (input.exists()) {
            return ofFile(input, desk, limits);
        }
        var text = word.startsWith(IPFS) ? word.substring(IPFS.length()) : word;
        if (!Names.looksLikeCid(text) || !Sniff.parses(text)) {
            throw new java.nio.file.NoSuchFileException(word);
        }
        return ofContent(word, Cid.parse(text), desk, limits);
    }

    private static Subject ofFile(Input input, Desk desk, Limits limits)
            throws Stop, MalformedException, IOException {
        try (var in = input.open()) {
            int max = limits.moduleBytesMax();
            var bytes = Bytes.wrap(in.readNBytes(max));
            long more = in.transferTo(java.io.OutputStream.nullOutputStream());
            if (more > 0) {
                throw refused(input.name(), Loaded.tooLarge(max + more, max));
            }
            var blocks = new ArrayList<Block>();
            var cid = new UnixFsWriter(blocks::add).file(bytes.stream()).cid();
            var compiled = compiled(input.name(), () -> desk.compiled(cid, bytes, limits));
            Shipment.blocks(desk, blocks); // only what is a module is kept as one
            return new Subject(input.name(), cid, compiled);
        }
    }

    private static Subject ofContent(String word, Cid cid, Desk desk, Limits limits)
            throws Stop, MalformedException, IOException {
        try {
            var reader = new UnixFsReader(desk, ipvm.data.Limits.DEFAULT);
            if (!(reader.open(cid) instanceof Found.File file)) {
                throw Stop.usage(word + ": is no file, so it cannot be a module");
            }
            var bytes = reader.bytes(file);
            var compiled = compiled(word, () -> desk.compiled(cid, bytes, limits));
            return new Subject(word, cid, compiled);
        } catch (NotFoundException e) {
            throw Stop.notFound(word + ": " + e.getMessage());
        }
    }

    private static Compiled compiled(String name, Compiler compiler) throws RefusedStop {
        try {
            return compiler.compile();
        } catch (Refused e) {
            throw refused(name, String.valueOf(e.getMessage()));
        }
    }

    /// Makes a module of bytes that are at hand.
    @FunctionalInterface
    private interface Compiler {
        Compiled compile() throws Refused;
    }

    private static RefusedStop refused(String name, String why) {
        return new RefusedStop(name, why);
    }

    /// The bytes are no module, or none that is taken here.
    static final class RefusedStop extends IOException {

        private static final long serialVersionUID = 1;
        private final String name;

        RefusedStop(String name, String why) {
            super(why);
            this.name = name;
        }

        String why() {
            return String.valueOf(getMessage());
        }

        String line() {
            return name + ": Refused: " + why();
        }
    }
}

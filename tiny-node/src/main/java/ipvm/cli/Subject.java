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
import ipvm.wasm.Refused;
import java.io.IOException;
import java.util.ArrayList;

/// The module that a line names, by a file or by its content.
///
/// @param name as the line has it
record Subject(String name, Cid cid, Compiled module) {

    private static final String IPFS = "ipfs://";

    static Subject of(String word, Desk desk, World world)
            throws Stop, MalformedException, IOException {
        var input = Input.of(word, world);
        if (input.exists()) {
            return ofFile(input, desk);
        }
        var text = word.startsWith(IPFS) ? word.substring(IPFS.length()) : word;
        if (!Names.looksLikeCid(text) || !Sniff.parses(text)) {
            throw new java.nio.file.NoSuchFileException(word);
        }
        return ofContent(word, Cid.parse(text), desk);
    }

    private static Subject ofFile(Input input, Desk desk)
            throws Stop, MalformedException, IOException {
        try (var in = input.open()) {
            int max = ipvm.wasm.Limits.DEFAULT.moduleBytesMax();
            var bytes = Bytes.wrap(in.readNBytes(max));
            long more = in.transferTo(java.io.OutputStream.nullOutputStream());
            if (more > 0) {
                throw refused(input.name(), Loaded.tooLarge(max + more, max));
            }
            var blocks = new ArrayList<Block>();
            var cid = new UnixFsWriter(blocks::add).file(bytes.stream()).cid();
            var compiled = compiled(input.name(), cid, bytes, desk);
            Shipment.blocks(desk, blocks); // only what is a module is kept as one
            return new Subject(input.name(), cid, compiled);
        }
    }

    private static Subject ofContent(String word, Cid cid, Desk desk)
            throws Stop, MalformedException, IOException {
        try {
            var reader = new UnixFsReader(desk, ipvm.data.Limits.DEFAULT);
            if (!(reader.open(cid) instanceof Found.File file)) {
                throw Stop.usage(word + ": is no file, so it cannot be a module");
            }
            return new Subject(word, cid, compiled(word, cid, reader.bytes(file), desk));
        } catch (NotFoundException e) {
            throw Stop.notFound(word + ": " + e.getMessage());
        }
    }

    private static Compiled compiled(String name, Cid cid, Bytes bytes, Desk desk)
            throws RefusedStop {
        try {
            return desk.compiled(cid, bytes);
        } catch (Refused e) {
            throw refused(name, String.valueOf(e.getMessage()));
        }
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

package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Container;
import ipvm.ucan.Container.Packing;
import ipvm.ucan.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tokens on their way out: a container in a file, or as text on standard output.
final class Packet {

    static final String OUT = "--out";

    private Packet() {}

    static Syntax option(Syntax syntax) {
        return syntax.option(
                OUT, "FILE", "write a container there; else its text goes to standard output");
    }

    /// Writes the file, if one is wanted; what fails here has not yet changed the home.
    static void write(Call call, List<Token> tokens) throws Stop, IOException {
        var out = call.arguments().find(OUT);
        if (out.isEmpty()) {
            return;
        }
        var file = call.world().host().folder().resolve(out.get());
        if (Files.isDirectory(file)) {
            throw Stop.usage(out.get() + ": is a folder, not a file");
        }
        write(file, container(tokens).encode(Packing.RAW));
    }

    /// A device or a pipe is written to; only a file is replaced.
    private static void write(Path file, Bytes bytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.write(file, bytes.toArray());
        } else {
            Disk.write(Files.exists(file) ? file.toRealPath() : file, bytes, Disk.OPEN);
        }
    }

    /// Says what was made: to people its CID if a file has it, else its text.
    static void answer(Call call, Cid cid, List<Token> tokens) throws MalformedException {
        var text = text(tokens);
        var object = Ipld.map("cid", Ipld.of(cid.toString()), "container", Ipld.of(text));
        boolean filed = call.arguments().has(OUT);
        call.out().result(Answer.of(object, filed ? cid.toString() : text));
    }

    private static String text(List<Token> tokens) {
        var bytes = container(tokens).encode(Packing.BASE64_URL);
        return new String(bytes.toArray(), StandardCharsets.US_ASCII);
    }

    private static Container container(List<Token> tokens) {
        return new Container(tokens.stream().map(Token::bytes).distinct().toList());
    }
}

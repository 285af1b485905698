package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.key.Did;
import ipvm.ucan.Token;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds out what some bytes are: by how they begin where formats say so, else by trying.
///
/// Once the beginning is a format's own, its faults are said; what only might have been one is
/// shown as the block that it is.
final class Inspector {

    private static final int BLOCK_BYTES_MAX = 2 << 20;
    static final Bytes WASM = Bytes.of(0, 'a', 's', 'm');
    static final Bytes TOKEN = Bytes.of(0x82, 0x58, 0x40);

    private final Call call;

    Inspector(Call call) {
        this.call = call;
    }

    /// Explains bytes of which `head` are the first and `whole` are all.
    Answer explain(Bytes head, InputStream whole) throws Stop, IOException, MalformedException {
        if (Sniff.isCar(head)) {
            return Archives.car(whole);
        }
        if (head.startsWith(WASM)) {
            return ModuleView.of(head, Loaded.of(whole, Settings.of(Home.of(call), call)));
        }
        if (Sniff.isContainer(head)) {
            return Envelopes.container(TokenFile.trimmed(head), call);
        }
        return head.size() > BLOCK_BYTES_MAX ? file(whole) : block(head);
    }

    private Answer block(Bytes bytes) throws MalformedException, IOException {
        if (bytes.startsWith(TOKEN)) {
            return Envelopes.token(Token.decode(bytes), call);
        }
        var named = name(bytes);
        if (named.isPresent()) {
            return named.get();
        }
        return Sniff.isCbor(bytes) ? Blocks.cbor(bytes) : Blocks.other(bytes);
    }

    /// A text that is one CID or one DID.
    private static Optional<Answer> name(Bytes bytes) throws MalformedException {
        if (bytes.size() > 4_096) {
            return Optional.empty();
        }
        var text = new String(bytes.toArray(), StandardCharsets.UTF_8).strip();
        if (text.startsWith("did:")) {
            return Optional.of(Names.did(Did.parse(text)));
        }
        return Names.looksLikeCid(text) && Sniff.parses(text)
                ? Optional.of(Names.cid(Cid.parse(text)))
                : Optional.empty();
    }

    /// Something too large for one block: the name it would have as a file.
    private static Answer file(InputStream whole) throws IOException {
        var written = new UnixFsWriter(block -> {}).file(whole);
        return Names.answer(
                "file " + written.cid(),
                Ipld.map(
                        "kind", Ipld.of("unixfs"),
                        "type", Ipld.of("file"),
                        "cid", Ipld.of(written.cid().toString()),
                        "bytes", Ipld.of(written.bytes()),
                        "blocks", Ipld.of(written.blocks())),
                new Table()
                        .row("  bytes", Long.toString(written.bytes()))
                        .row("  blocks", Long.toString(written.blocks())));
    }
}

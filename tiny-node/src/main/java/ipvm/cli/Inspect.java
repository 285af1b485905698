package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.SecretFileException;
import ipvm.store.StoreException;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Optional;

/// `ipvm inspect`: what some bytes, a CID or a DID are.
final class Inspect implements Command {

    private static final String WHAT = "CID|DID|FILE|-";

    /// Larger than any block, so that what is read of a larger input says that it is one.
    private static final int HEAD_BYTES = (2 << 20) + 1;

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("inspect", "explain any bytes"))
                .operand(WHAT, "a name, or the bytes to explain; - is standard input")
                .note(
                        "Knows CIDs, DIDs, tokens and containers of them, receipts, CAR archives,"
                                + " blocks of DAG-CBOR, DAG-JSON and dag-pb, UnixFS nodes and Wasm"
                                + " modules. All else is shown as the file that it is. Of a CID"
                                + " whose block is here, the block is explained, too.")
                .example("ipvm inspect task.wasm", "Which functions it has, or why it is refused")
                .example("ipvm inspect request.ucan", "Who asks for what, and is it signed")
                .example(
                        "ipvm inspect bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
                        "Read a CID")
                .example(
                        "curl -s https://example.com/a.car | ipvm inspect - --json",
                        "List an archive");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var word = call.arguments().the(WHAT);
        var input = Input.of(word, call.world());
        call.out().result(input.exists() ? bytes(input, call) : name(word, call));
        return Exit.OK;
    }

    private static Answer bytes(Input input, Call call) throws Stop, IOException {
        try (var in = input.open()) {
            var head = Bytes.wrap(in.readNBytes(HEAD_BYTES));
            if (head.isEmpty()) {
                throw Stop.usage(input.name() + ": empty");
            }
            return new Inspector(call).explain(head, new SequenceInputStream(head.stream(), in));
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    /// A word that is no file: a DID, a CID, or a file that is missing.
    private static Answer name(String word, Call call)
            throws Stop, MalformedException, IOException {
        if (word.startsWith("did:")) {
            return Names.did(Did.parse(word));
        }
        if (!Names.looksLikeCid(word)) {
            throw Stop.notFound(word + ": no such file, and neither a CID nor a DID");
        }
        var cid = Cid.parse(word);
        return Home.of(call).exists() ? content(cid, call) : Names.cid(cid);
    }

    /// What the store knows of a name, besides what the name says by itself.
    private static Answer content(Cid cid, Call call) throws Stop, MalformedException, IOException {
        var name = Names.cid(cid);
        var block = block(cid, call);
        var object = name.object().with("here", Ipld.of(block.isPresent()));
        var lines = new ArrayList<>(name.lines());
        if (block.isPresent()) {
            var held = held(cid, block.get(), call);
            object = object.with("content", held.object());
            lines.addAll(held.lines());
        }
        var folded = block.isEmpty() ? folded(cid, call) : Optional.<Answer>empty();
        if (folded.isPresent()) {
            object = object.with("content", folded.get().object());
            lines.addAll(folded.get().lines());
        }
        return new Answer(object, lines);
    }

    private static Optional<Answer> folded(Cid cid, Call call)
            throws MalformedException, IOException {
        var found = new ArrayList<Answer>();
        try (var desk = Reading.desk(call)) {
            desk.ask(
                    "sessions",
                    Ipld.map("cid", Ipld.of(cid)),
                    line -> found.add(TraceView.folded(call, line)));
        } catch (StoreException | SecretFileException | Stop e) {
            call.out().note("not looked for among the sessions: " + e.getMessage());
        }
        return found.stream().findFirst();
    }

    /// A name says how its block is to be read.
    private static Answer held(Cid cid, Bytes block, Call call)
            throws Stop, MalformedException, IOException {
        return block.isEmpty() || (cid.codec() == Codec.RAW && !block.startsWith(Inspector.WASM))
                ? Blocks.raw(block, "")
                : new Inspector(call).explain(block, block.stream());
    }

    /// A name can be explained also while the store is in use, or broken.
    private static Optional<Bytes> block(Cid cid, Call call)
            throws MalformedException, IOException {
        if (Dag.holdsItself(cid)) {
            return Optional.of(cid.hash().digest());
        }
        try (var desk = Reading.desk(call)) {
            return desk.block(cid);
        } catch (StoreException | SecretFileException | Stop e) {
            call.out().note("not looked for in the store: " + e.getMessage());
            return Optional.empty();
        }
    }
}

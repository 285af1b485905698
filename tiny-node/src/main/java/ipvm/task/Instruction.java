package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Set;
import java.util.regex.Pattern;

/// What is to be done, in Homestar's words: a call of a function of a resource. Its name is what a
/// result is remembered under, whoever asks.
///
/// @param resource the URI of what is run, for a module `ipfs://CID`
/// @param operation what is done with it, for a module `wasm/run`
public record Instruction(String resource, String operation, Call call, Nonce nonce)
        implements HomestarDocument {

    private static final Set<String> NAMES = Set.of("rsc", "op", "input", "nnc");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");

    @Override
    public Ipld encode() {
        return Ipld.map(
                "op", Ipld.of(operation),
                "nnc", nonce.encode(),
                "rsc", Ipld.of(resource),
                "input", call.encode());
    }

    public static Instruction decode(Bytes bytes) throws MalformedException {
        return of(Node.binary("instruction", bytes, Limits.DEFAULT), Limits.DEFAULT);
    }

    static Instruction of(Node node, Limits limits) throws MalformedException {
        var nonce = node.only(NAMES).find("nnc");
        return new Instruction(
                resource(node.field("rsc")),
                node.field("op").text(),
                Call.of(node.field("input"), limits),
                nonce.isEmpty() ? Nonce.pure() : Nonce.of(nonce.get()));
    }

    private static String resource(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Link(var cid)) {
            return "ipfs://" + cid;
        }
        if (URI.matcher(node.text()).matches()) {
            return node.text();
        }
        throw node.malformed("a URI", "'" + node.text() + "'");
    }
}

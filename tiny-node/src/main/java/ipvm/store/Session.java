package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Signer;
import ipvm.task.Node;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import java.time.LocalDate;

/// The receipts of one day that were folded: a root by which each can still be proven, and sums.
///
/// It is an invocation of `/ucan/assert/session` that the node signs, so that it can be shown to
/// others like the receipts that it stands for.
///
/// @param name the day, and which session of that day
/// @param chunks over whose roots the root stands
public record Session(String name, Bytes root, int chunks, Sums sums, Bytes token) {

    public static final Command COMMAND = new Command("/ucan/assert/session");

    private static final long DAY_MILLIS = 86_400_000;

    static Session sign(Signer signer, String name, Bytes root, Seal seal) {
        var args =
                Ipld.map(
                        "session", Ipld.of(name),
                        "root", Ipld.of(root),
                        "chunks", Ipld.of(seal.chunks()),
                        "sums", seal.sums().encode());
        var request = Request.of(signer.did(), COMMAND, args, Bytes.EMPTY);
        var token = Invocation.sign(signer, request).bytes();
        return new Session(name, root, seal.chunks(), seal.sums(), token);
    }

    /// What is put under a signature besides the root.
    record Seal(int chunks, Sums sums) {}

    public static Session decode(Bytes token) throws MalformedException {
        var invocation = Invocation.decode(token);
        if (!invocation.request().command().equals(COMMAND)) {
            throw new MalformedException("session", invocation.request().command().text());
        }
        var node = Node.of("session", invocation.request().args());
        return new Session(
                node.field("session").text(),
                node.field("root").bytes(),
                (int) Math.min(Integer.MAX_VALUE, node.field("chunks").natural()),
                Sums.decode(node.field("sums")),
                token);
    }

    /// Whether the one it names has signed it.
    public boolean isSigned() throws MalformedException {
        var invocation = Invocation.decode(token);
        return invocation.envelope().isSignedBy(invocation.issuer().key());
    }

    static String day(long atMillis) {
        return LocalDate.ofEpochDay(Math.floorDiv(atMillis, DAY_MILLIS)).toString();
    }
}

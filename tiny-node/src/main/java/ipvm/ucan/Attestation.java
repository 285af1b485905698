package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.Optional;
import java.util.Set;

/// What a receipt says, as the arguments of the invocation that it is: this ran, that came out.
///
/// It is kept as IPLD here, because what a task's outcome means is for packages above to know.
///
/// @param ran the task
/// @param out `{"ok": value}` or `{"error": {"name", "message"}}`
/// @param rest the optional `fx`, `meter` and `log`
public record Attestation(Cid ran, Ipld out, Ipld.Map rest) {

    public static final Command COMMAND = new Command("/ucan/assert/receipt");

    private static final Set<String> REST = Set.of("fx", "meter", "log");
    private static final Set<String> NAMES = Set.of("ran", "out", "fx", "meter", "log");

    /// What the executor has to sign; a receipt never ends and names nobody.
    public Request request(Did executor) {
        var args = rest.with("ran", Ipld.of(ran)).with("out", out);
        return Request.of(executor, COMMAND, args, Bytes.EMPTY);
    }

    /// Reads an invocation as a receipt, if it is one.
    public static Optional<Attestation> of(Invocation invocation) throws MalformedException {
        if (!invocation.request().command().equals(COMMAND)) {
            return Optional.empty();
        }
        var fields = new Fields("receipt", invocation.request().args()).only(NAMES);
        return Optional.of(
                new Attestation(
                        fields.link("ran"), outcome(fields.value("out")), rest(invocation)));
    }

    private static Ipld outcome(Ipld out) throws MalformedException {
        var fields = new Fields("receipt.out", out).only(Set.of("ok", "error"));
        if (fields.has("ok") == fields.has("error")) {
            throw new MalformedException("receipt.out: ok or error", "both or none");
        }
        if (fields.has("error")) {
            var error = new Fields("receipt.out.error", fields.value("error"));
            error.text("name");
            error.text("message");
        }
        return out;
    }

    private static Ipld.Map rest(Invocation invocation) {
        var entries = invocation.request().args().entries();
        return new Ipld.Map(entries.stream().filter(entry -> REST.contains(entry.key())).toList());
    }
}

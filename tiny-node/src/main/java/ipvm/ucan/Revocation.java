package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.Optional;
import java.util.Set;

/// An invocation that takes a delegation back, for good: it has no nonce and cannot be undone.
public record Revocation(Invocation invocation, Cid delegation) {

    public static final Command COMMAND = new Command("/ucan/revoke");

    /// What the revoker, who issued the delegation or one above it, has to sign.
    public static Request request(Did revoker, Cid delegation) {
        return Request.of(revoker, COMMAND, Ipld.map("revoke", Ipld.of(delegation)), Bytes.EMPTY);
    }

    /// Reads an invocation as a revocation, if it is one.
    public static Optional<Revocation> of(Invocation invocation) throws MalformedException {
        if (!invocation.request().command().equals(COMMAND)) {
            return Optional.empty();
        }
        var args = new Fields("revocation", invocation.request().args());
        args.only(Set.of("revoke", "path"));
        return Optional.of(new Revocation(invocation, args.link("revoke")));
    }
}

package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.List;

/// A signed UCAN: authority passed on, or used.
///
/// A token that exists is well formed; whether it is signed by its issuer, holds now and is backed
/// by proofs is for the [Judge] to say.
public sealed interface Token permits Delegation, Invocation {

    Envelope envelope();

    Did issuer();

    Window window();

    default Cid cid() {
        return envelope().cid();
    }

    /// Every name this token counts under, the lasting one first.
    default List<Cid> names() {
        return envelope().names();
    }

    default Bytes bytes() {
        return envelope().bytes();
    }

    static Token decode(Bytes bytes) throws MalformedException {
        return decode(bytes, Limits.DEFAULT);
    }

    static Token decode(Bytes bytes, Limits limits) throws MalformedException {
        var known = RecentTokens.SHARED.find(bytes, limits);
        if (known != null) {
            return known;
        }
        var token = read(RecentTokens.fits(bytes) ? bytes.detached() : bytes, limits);
        RecentTokens.SHARED.add(token, limits);
        return token;
    }

    private static Token read(Bytes bytes, Limits limits) throws MalformedException {
        var envelope = Envelope.decode(bytes, limits);
        if (Delegation.TAGS.contains(envelope.tag())) {
            return Delegation.of(envelope, limits);
        }
        if (Invocation.TAGS.contains(envelope.tag())) {
            return Invocation.of(envelope, limits);
        }
        throw new MalformedException(
                "token tag (" + Delegation.TAGS + " or " + Invocation.TAGS + ")",
                "'" + envelope.tag() + "'");
    }
}

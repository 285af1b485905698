package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import java.util.Set;

/// A signed grant: its issuer lets its audience do what its terms say.
public record Delegation(Envelope envelope, Did issuer, Terms terms) implements Token {

    static final String TAG = "ucan/dlg@1.0.0";
    static final Set<String> TAGS = Set.of(TAG, "ucan/dlg@1.0.0-rc.1");

    public static Delegation sign(Signer issuer, Terms terms) {
        var envelope = Envelope.sign(issuer, TAG, terms.encode(issuer.did()));
        return new Delegation(envelope, issuer.did(), terms);
    }

    public static Delegation decode(Bytes bytes) throws MalformedException {
        if (Token.decode(bytes) instanceof Delegation delegation) {
            return delegation;
        }
        throw new MalformedException("delegation", "an invocation");
    }

    static Delegation of(Envelope envelope, Limits limits) throws MalformedException {
        var terms = Terms.decode(envelope.payload(), limits);
        var issuer = new Fields("delegation", envelope.payload()).did("iss");
        return new Delegation(envelope, issuer, terms);
    }

    @Override
    public Window window() {
        return terms.window();
    }
}

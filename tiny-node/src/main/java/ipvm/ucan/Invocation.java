package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import java.util.OptionalLong;
import java.util.Set;

/// A signed request: its issuer asks for what it may ask by its proofs.
public record Invocation(Envelope envelope, Did issuer, Request request) implements Token {

    static final String TAG = "ucan/inv@1.0.0";
    static final Set<String> TAGS = Set.of(TAG, "ucan/inv@1.0.0-rc.1");

    public static Invocation sign(Signer issuer, Request request) {
        var envelope = Envelope.sign(issuer, TAG, request.encode(issuer.did()));
        return new Invocation(envelope, issuer.did(), request);
    }

    public static Invocation decode(Bytes bytes) throws MalformedException {
        if (Token.decode(bytes) instanceof Invocation invocation) {
            return invocation;
        }
        throw new MalformedException("invocation", "a delegation");
    }

    static Invocation of(Envelope envelope, Limits limits) throws MalformedException {
        var request = Request.decode(envelope.payload(), limits);
        var issuer = new Fields("invocation", envelope.payload()).did("iss");
        return new Invocation(envelope, issuer, request);
    }

    /// The name of what is asked, whoever asks and by whatever proofs.
    public Cid task() {
        var task =
                Ipld.map(
                        "sub", Ipld.of(request.subject().text()),
                        "cmd", Ipld.of(request.command().text()),
                        "args", request.args(),
                        "nonce", Ipld.of(request.nonce()));
        return Cid.of(Codec.DAG_CBOR, DagCbor.encode(task));
    }

    /// Who is to do it: the audience, or the subject where none is named.
    public Did executor() {
        return request.audience().orElse(request.subject());
    }

    @Override
    public Window window() {
        return new Window(OptionalLong.empty(), request.expires());
    }
}

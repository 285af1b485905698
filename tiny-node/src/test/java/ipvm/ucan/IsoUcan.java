package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What the peer `iso-ucan` is asked: to mint, and to judge.
record IsoUcan(Peer peer) {

    /// The version in the tags of what it mints.
    static final String VERSION = "1.0.0-rc.1";

    /// Who mints the tokens of a chain.
    enum Minter {
        US,
        THEM,
        EITHER;

        private boolean isThem(RandomGenerator random) {
            return this == THEM || (this == EITHER && random.nextBoolean());
        }
    }

    /// Why it refuses a chain; empty where it does not.
    String refusal(Told told) throws IOException {
        return peer.ask(
                        "judge",
                        "invocation",
                        told.invocation(),
                        "proofs",
                        arrays(told.proofs()),
                        "now",
                        Story.NOW)
                .refusal();
    }

    boolean allows(Ipld policy, Ipld args) throws IOException, MalformedException {
        return peer.get("allows", "policy", DagJson.text(policy), "args", DagJson.text(args))
                .booleanValue();
    }

    /// Has every token of a story signed, whether or not it should be.
    Told tell(Story story, Minter minter, RandomGenerator random)
            throws IOException, MalformedException {
        var proofs = new ArrayList<Bytes>();
        for (var draft : story.drafts()) {
            proofs.add(minter.isThem(random) ? delegation(draft) : ours(draft));
        }
        var names = proofs.stream().map(proof -> Cid.of(Codec.DAG_CBOR, proof)).toList();
        var payload = story.request().provenBy(names).encode(story.named());
        var invocation =
                minter.isThem(random)
                        ? sign(story.asker(), Invocation.TAG.replace("1.0.0", VERSION), payload)
                        : Envelope.sign(story.asker().key(), Invocation.TAG, payload).bytes();
        return new Told(proofs, invocation);
    }

    private static Bytes ours(Story.Draft draft) {
        var payload = draft.terms().encode(draft.named());
        return Envelope.sign(draft.signer().key(), Delegation.TAG, payload).bytes();
    }

    private Bytes delegation(Story.Draft draft) throws IOException, MalformedException {
        var payload = draft.terms().encode(draft.named());
        if (!draft.signer().did().equals(draft.named())) {
            return sign(draft.signer(), Delegation.TAG.replace("1.0.0", VERSION), payload);
        }
        var key = draft.signer().json();
        return token(peer.get("delegate", "key", key, "payload", DagJson.text(payload), "now", 0));
    }

    /// An invocation by its library, which asks first whether the chain counts.
    Told invoke(Story story, List<Bytes> proofs) throws IOException, MalformedException {
        var payload = story.request().encode(story.named());
        var minted =
                peer.get(
                        "invoke",
                        "key",
                        story.asker().json(),
                        "payload",
                        DagJson.text(payload),
                        "proofs",
                        arrays(proofs),
                        "now",
                        Story.NOW);
        return new Told(proofs, token(minted));
    }

    /// Any payload under its signature, without a question.
    Bytes sign(Person signer, String tag, Ipld payload) throws IOException, MalformedException {
        var key = signer.json();
        return Peer.bytes(
                peer.get("sign", "key", key, "tag", tag, "payload", DagJson.text(payload))
                        .get("token"));
    }

    private static Bytes token(JsonNode minted) {
        var token = Peer.bytes(minted.get("token"));
        assertThat(Cid.of(Codec.DAG_CBOR, token)).hasToString(minted.get("cid").textValue());
        return token;
    }

    private static List<byte[]> arrays(List<Bytes> tokens) {
        return tokens.stream().map(Bytes::toArray).toList();
    }
}

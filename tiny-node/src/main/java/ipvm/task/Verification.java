package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How much proof of a result is asked for.
public sealed interface Verification {

    /// The executor's word is enough.
    record Attestation() implements Verification {}

    /// Somebody else's word is needed.
    record ThirdParty(Did checker) implements Verification {}

    /// All of these must come to the same.
    record Consensus(List<Did> agents) implements Verification {
        public Consensus {
            agents = List.copyOf(agents);
        }
    }

    /// So many must come to the same, and where they do not a referee decides.
    record Optimistic(int confirmations, Did referee) implements Verification {}

    /// Nobody asks more than these for one result.
    int CONFIRMATIONS_MAX = 1_000;

    static Verification of(Node node, Limits limits) throws MalformedException {
        if (!(node.value() instanceof Ipld.Map)) {
            return ofText(node);
        }
        if (node.find("consensus").isPresent()) {
            var consensus = node.only(Set.of("consensus")).field("consensus");
            return consensus(consensus.only(Set.of("agents")).field("agents"), limits);
        }
        if (node.find("optimistic").isPresent()) {
            return optimistic(node.only(Set.of("optimistic", "referee")));
        }
        if (node.find("zkp").isPresent()) {
            throw proof(node, "zkp");
        }
        throw node.malformed("consensus or optimistic", "neither");
    }

    private static Verification ofText(Node node) throws MalformedException {
        var text = node.text();
        if (text.equals("attestation")) {
            return new Attestation();
        }
        if (text.startsWith("did:")) {
            return new ThirdParty(node.did());
        }
        throw Set.of("zkp", "groth16", "nova", "nova-scotia").contains(text)
                ? proof(node, text)
                : node.malformed("attestation, a DID, consensus or optimistic", "'" + text + "'");
    }

    private static MalformedException proof(Node node, String kind) {
        return node.malformed(
                "a check that this node knows, which no proof in zero knowledge is", kind);
    }

    private static Verification consensus(Node agents, Limits limits) throws MalformedException {
        var dids = new ArrayList<Did>();
        for (var agent : agents.items(limits.proofsMax())) {
            var did = agent.did();
            if (dids.contains(did)) {
                throw agent.malformed("agents that differ", did.text() + " twice");
            }
            dids.add(did);
        }
        if (dids.isEmpty()) {
            throw agents.malformed("at least one agent", "none");
        }
        return new Consensus(dids);
    }

    /// In a map of its own, or flat beside the number, as two examples of one text have it.
    private static Verification optimistic(Node node) throws MalformedException {
        var optimistic = node.field("optimistic");
        if (node.find("referee").isPresent()) {
            return new Optimistic(confirmations(optimistic), node.field("referee").did());
        }
        optimistic.only(Set.of("confirmations", "referee"));
        return new Optimistic(
                confirmations(optimistic.field("confirmations")),
                optimistic.field("referee").did());
    }

    private static int confirmations(Node node) throws MalformedException {
        return (int) Amount.count(node, 1, CONFIRMATIONS_MAX);
    }
}

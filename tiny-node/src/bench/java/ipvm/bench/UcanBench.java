package ipvm.bench;

import ipvm.bench.Row.Goal;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.PublicKey;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Policy;
import ipvm.ucan.Proofs;
import ipvm.ucan.Request;
import ipvm.ucan.Revocations;
import ipvm.ucan.Terms;
import ipvm.ucan.Verdict;
import ipvm.ucan.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What authority costs beside the signatures that nobody can do without.
final class UcanBench {

    private static final String CHECKS = "4 signature checks";
    private static final String BOUND = "the bound";
    private static final long NOW = 1_800_000_000;

    /// More tokens than a judge remembers, so that it meets each as if for the first time.
    private static final int CHAINS = 2_000;

    private static final Command RUN = new Command("/wasm/run");

    private UcanBench() {}

    /// Three delegations and the invocation at their end, as they arrive.
    private record Chain(List<Bytes> delegations, Bytes invocation) {

        static Chain of(List<PrivateKey> people, SplittableRandom random) {
            var proofs = new ArrayList<Delegation>();
            for (int i = 0; i + 1 < people.size(); i++) {
                var to = people.get(i + 1).did();
                var terms = Terms.of(to, people.getFirst().did(), RUN, bytes(random, 12));
                terms = terms.within(Window.until(NOW + 86_400));
                terms = i == 1 ? terms.withPolicy(policy("[[\"==\",\".fun\",\"add\"]]")) : terms;
                proofs.add(Delegation.sign(people.get(i), terms));
            }
            var request =
                    Request.of(people.getFirst().did(), RUN, args(random), bytes(random, 12))
                            .until(NOW + 300)
                            .provenBy(proofs.stream().map(Delegation::cid).toList());
            var invocation = Invocation.sign(people.getLast(), request);
            return new Chain(proofs.stream().map(Delegation::bytes).toList(), invocation.bytes());
        }

        List<Delegation> proofs() throws MalformedException {
            var proofs = new ArrayList<Delegation>();
            for (var bytes : delegations) {
                proofs.add(Delegation.decode(bytes));
            }
            return proofs;
        }

        Verdict judgedBy(Judge judge) throws MalformedException {
            var proofs = Proofs.of(proofs());
            return granted(judge.judge(Invocation.decode(invocation), proofs, NOW));
        }

        /// The four signatures with their keys, messages as long as in the chain.
        List<Signed> signatures() throws MalformedException {
            var signed = new ArrayList<Signed>();
            for (var proof : proofs()) {
                signed.add(Signed.of(proof.issuer().key(), proof.envelope()));
            }
            var last = Invocation.decode(invocation);
            signed.add(Signed.of(last.issuer().key(), last.envelope()));
            return signed;
        }
    }

    private record Signed(PublicKey key, Bytes message, Bytes signature) {

        static Signed of(PublicKey key, ipvm.ucan.Envelope envelope) {
            return new Signed(key, envelope.signed(), envelope.signature());
        }

        static Object verified(List<Signed> all) {
            for (var one : all) {
                if (!one.key.verify(one.message, one.signature)) {
                    throw new IllegalStateException("a good signature was refused");
                }
            }
            return all;
        }
    }

    static void run(Consumer<Row> rows) throws Exception {
        var random = new SplittableRandom(3);
        var friends = people(4, random);
        chains("chain of 4, people known", Goal.atMost(1.15), () -> friends, rows);
        chains("chain of 4, strangers", Goal.atMost(1.3), () -> people(4, random), rows);
        again(Chain.of(friends, random), rows);
        policies(rows);
    }

    private interface People {
        List<PrivateKey> next();
    }

    private static void chains(String what, Goal goal, People people, Consumer<Row> rows)
            throws Exception {
        var random = new SplittableRandom(4);
        var chains = new ArrayList<Chain>();
        var signatures = new ArrayList<List<Signed>>();
        for (int i = 0; i < CHAINS; i++) {
            chains.add(Chain.of(people.next(), random));
            signatures.add(chains.getLast().signatures());
        }
        var judge = new Judge(Revocations.NONE);
        var turn = new int[2];
        var outcome =
                Duel.between(
                        () -> chains.get(turn[0]++ % CHAINS).judgedBy(judge),
                        () -> Signed.verified(signatures.get(turn[1]++ % CHAINS)));
        var sides =
                new Row.Sides(
                        outcome.oursNanos() / 1_000,
                        outcome.peerNanos() / 1_000,
                        CHECKS,
                        1 / outcome.speedRatio());
        rows.accept(new Row("ucan", what, sides, "us", goal));
    }

    private static void again(Chain chain, Consumer<Row> rows) throws Exception {
        var judge = new Judge(Revocations.NONE);
        var signatures = chain.signatures();
        var proofs = Proofs.of(chain.proofs());
        var invocation = Invocation.decode(chain.invocation());
        var decoded =
                Duel.between(
                        () -> granted(judge.judge(invocation, proofs, NOW)),
                        () -> Signed.verified(signatures));
        rows.accept(bounded("chain of 4 again", decoded, 15));
        var packed = Duel.between(() -> chain.judgedBy(judge), () -> Signed.verified(signatures));
        rows.accept(bounded("chain of 4 again, from bytes", packed, 15));
    }

    private static void policies(Consumer<Row> rows) throws Exception {
        var policy =
                policy(
                        """
                        [["==", ".fun", "add"], ["!=", ".user", "root"], [">", ".params[0]", 0],
                         ["<=", ".params[1]", 1000], ["like", ".mod", "data:*;base64,*"],
                         ["and", [[">=", ".fuel", 1], ["<", ".fuel", 100000]]],
                         ["not", ["==", ".fun", "format"]],
                         ["all", ".params", ["<", ".", 5000.5]],
                         ["any", ".tags", ["==", ".", "kitchen"]],
                         ["==", ".place[\\"room name\\"]?", null]]
                        """);
        var args =
                DagJson.read(
                        """
                        {"fun": "add", "user": "alice", "params": [3, 4, 5], "fuel": 500,
                         "mod": "data:application/wasm;base64,AGFzbQEAAAA", "tags": ["pump", "kitchen"],
                         "place": {"floor": 2}}
                        """);
        var outcome = Duel.between(() -> allowed(policy, args), () -> DagJson.text(args));
        rows.accept(bounded("policy of 10 statements", outcome, 5));
    }

    private static Row bounded(String what, Duel.Outcome outcome, double micros) {
        double ours = outcome.oursNanos() / 1_000;
        var sides = new Row.Sides(ours, micros, BOUND, ours / micros);
        return new Row("ucan", what, sides, "us", Goal.atMost(1));
    }

    private static Verdict granted(Verdict verdict) {
        if (verdict instanceof Grant) {
            return verdict;
        }
        throw new IllegalStateException(verdict.toString());
    }

    private static Object allowed(Policy policy, Ipld args) {
        if (policy.allows(args)) {
            return policy;
        }
        throw new IllegalStateException("a policy that holds was broken");
    }

    private static Ipld.Map args(SplittableRandom random) {
        return Ipld.map(
                "fun", Ipld.of("add"),
                "mod", Ipld.of(Cid.of(Codec.RAW, bytes(random, 8))),
                "params",
                        Ipld.list(Ipld.of(random.nextInt(1_000)), Ipld.of(random.nextInt(1_000))));
    }

    private static Policy policy(String json) {
        try {
            return Policy.decode(DagJson.read(json));
        } catch (MalformedException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static List<PrivateKey> people(int count, SplittableRandom random) {
        var people = new ArrayList<PrivateKey>();
        for (int i = 0; i < count; i++) {
            people.add(PrivateKey.generate(KeyKind.ED25519, bytes(random, 32)));
        }
        return people;
    }

    private static Bytes bytes(SplittableRandom random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}

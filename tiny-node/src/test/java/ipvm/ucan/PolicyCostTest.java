package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.list;
import static ipvm.ucan.Cast.policy;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.testkit.Allocation;
import ipvm.ucan.Refusal.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Whoever writes a policy or its arguments must not get more of our time than its steps.
class PolicyCostTest {

    private static final int STEPS = 1_500;

    private record Costly(Ipld statement, Ipld args) {}

    /// Each would run for minutes, hours or for ever.
    private static Map<String, Costly> costly() {
        var numbers = list(Collections.nCopies(2_000, 1).toArray());
        var texts = list(Collections.nCopies(500, "a".repeat(200)).toArray());
        var nested = nested(12, numbers);
        var cases = new LinkedHashMap<String, Costly>();
        cases.put(
                "quantifiers in quantifiers",
                new Costly(quantified(3, list("==", ".", 2)), nested));
        cases.put(
                "patterns with many stars",
                new Costly(list("any", ".", list("like", ".", "*a*a*a*a*a*a*a*a*a*a*b")), texts));
        cases.put(
                "patterns of nothing but stars",
                new Costly(list("all", ".", list("like", ".", "*".repeat(1_000))), texts));
        cases.put("slices of slices", new Costly(list("==", "." + "[0:]".repeat(200), 1), numbers));
        cases.put(
                "texts walked again and again",
                new Costly(list("any", ".", list("==", "." + "[:]".repeat(300), "b")), texts));
        cases.put(
                "maps unrolled again and again",
                new Costly(list("any", ".", quantified(3, list("==", ".", 2))), nested));
        cases.put("long lists compared", new Costly(list("==", ".[0]", numbers), list(numbers)));
        return cases;
    }

    /// A list of one list of one list ... each of a hundred times the one inside.
    private static Ipld nested(int levels, Ipld inner) {
        var value = inner;
        for (int i = 0; i < levels; i++) {
            value = list(Collections.nCopies(100, value).toArray());
        }
        return value;
    }

    private static Ipld quantified(int levels, Ipld inner) {
        var statement = inner;
        for (int i = 0; i < levels; i++) {
            statement = list("any", ".", statement);
        }
        return statement;
    }

    @TestFactory
    @Timeout(20)
    Stream<DynamicTest> stopsWhatCostsMoreThanItMay() {
        return costly().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> stops(one.getValue())));
    }

    private static void stops(Costly costly) throws Exception {
        var steps = new Steps(STEPS);

        assertThat(policy(costly.statement()).firstBroken(costly.args(), steps)).isPresent();
        assertThat(steps.areSpent()).isTrue();
    }

    /// A statement that could not be finished is false, and so its contrary must not become true.
    @TestFactory
    @Timeout(20)
    Stream<DynamicTest> doesNotLetInByNotWhatItCouldNotFinish() {
        return costly().entrySet().stream()
                .flatMap(one ->
                        Stream.of(
                                        list("not", one.getValue().statement()),
                                        list("or", list(list("not", one.getValue().statement()))),
                                        list(
                                                "or",
                                                list(
                                                        one.getValue().statement(),
                                                        list("or", list()))))
                                .map(statement ->
                                        DynamicTest.dynamicTest(
                                                one.getKey(),
                                                () ->
                                                        stops(
                                                                new Costly(
                                                                        statement,
                                                                        one.getValue().args())))));
    }

    @Test
    void spendsNothingOnAnIndexIntoALongList() throws Exception {
        var numbers = list(Collections.nCopies(100_000, 1).toArray());
        var bytes = Ipld.of(Bytes.wrap(new byte[100_000]));

        assertThat(policy(list("==", ".[99999]", 1)).firstBroken(numbers, new Steps(3))).isEmpty();
        assertThat(policy(list("==", ".[-1]", 0)).firstBroken(bytes, new Steps(3))).isEmpty();
    }

    @Test
    void letsThroughWhatCostsExactlyWhatItMay() throws Exception {
        var args = list(1, 2, 3);
        var all = policy(list("all", ".", list(">", ".", 0)));

        assertThat(all.firstBroken(args, new Steps(4))).isEmpty();
        assertThat(all.firstBroken(args, new Steps(3))).isPresent();
    }

    @Test
    void spendsOnASliceWhatItCopies() throws Exception {
        var numbers = list(Collections.nCopies(100, 1).toArray());
        var bytes = Ipld.of(Bytes.wrap(new byte[100]));
        var slice = Selector.parse(".[90:95]");

        assertThat(slice.in(numbers, new Steps(5))).isPresent();
        assertThat(slice.in(numbers, new Steps(4))).isEmpty();
        assertThat(slice.in(bytes, new Steps(5))).isPresent();
    }

    @Test
    void takesNothingForTrueWhenNoStepsAreLeft() throws Exception {
        var statement = policy(list("==", ".", 1)).statements().getFirst();

        assertThat(statement.holds(Ipld.of(1), new Steps(2))).isTrue();
        assertThat(statement.holds(Ipld.of(1), new Steps(0))).isFalse();
    }

    @Test
    void countsAllPoliciesOfAChainTogether() throws Exception {
        var args = Ipld.map("l", list(Collections.nCopies(60, 1).toArray()));
        var each = policy(list("all", ".l", list("==", ".", 1)));
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN).withPolicy(each));
        var toCarol = Delegation.sign(BOB, terms(CAROL, RUN).withPolicy(each));
        var request =
                Request.of(ALICE.did(), RUN, args, NONCE)
                        .provenBy(List.of(toBob.cid(), toCarol.cid()));
        var invocation = Invocation.sign(CAROL, request);
        var proofs = Proofs.of(List.of(toBob, toCarol));

        assertThat(judge(242).judge(invocation, proofs, 0)).isInstanceOf(Grant.class);
        assertThat(judge(241).judge(invocation, proofs, 0))
                .isEqualTo(
                        new Refusal(
                                Reason.MATCH_ERROR, toCarol.cid(), "policy", "241 steps", "more"));
    }

    private static Judge judge(int steps) {
        return new Judge(
                new Limits(1 << 18, 32, 1_024, steps, 1_024, 1_024, 1 << 20), 60, Revocations.NONE);
    }

    /// The place of a fault is long, so it must not be written down before there is one.
    @Test
    void readsDeepStatementsWithoutWritingTheirPlaces() throws Exception {
        var statement = list(Collections.nCopies(900, list("==", ".", 1)).toArray());
        for (int i = 0; i < 60; i++) {
            statement = list(list("and", statement));
        }
        var deep = statement;
        Policy.decode(deep);
        long before = Allocation.soFar();
        Policy.decode(deep);

        assertThat(Allocation.soFar() - before).isLessThan(64L * 900 * 7 + (64 << 10));
    }
}

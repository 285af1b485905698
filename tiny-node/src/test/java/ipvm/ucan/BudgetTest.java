package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.asking;
import static ipvm.ucan.Cast.judged;
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.ucan.Budget.Per;
import ipvm.ucan.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetTest {

    private static Delegation lettingBob(Ipld budget) {
        var meta = Ipld.map(Budget.KEY, budget);
        return Delegation.sign(ALICE, terms(BOB, RUN).withMeta(meta));
    }

    private static List<Budget> budgets(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Grant.class);
        return ((Grant) verdict).budgets();
    }

    @ParameterizedTest
    @EnumSource(Per.class)
    void readsWhatItWrites(Per per) {
        for (long fuel : new long[] {0, 1, Long.MAX_VALUE}) {
            var toBob = lettingBob(Budget.encode(fuel, per));

            assertThat(budgets(judged(asking(BOB, toBob), toBob)))
                    .containsExactly(new Budget(toBob.cid(), fuel, per));
        }
    }

    @Test
    void isWrittenAsOperatorsReadIt() {
        assertThat(Budget.encode(7, Per.HOUR))
                .isEqualTo(Ipld.map("fuel", Ipld.of(7), "per", Ipld.of("hour")));
    }

    /// Whoever is given less draws on the giver's account too.
    @Test
    void comesFromEveryTokenOfTheChain() {
        var toBob = lettingBob(Budget.encode(100, Per.DAY));
        var meta = Ipld.map(Budget.KEY, Budget.encode(10, Per.ONCE));
        var toCarol = Delegation.sign(BOB, terms(CAROL, RUN).withMeta(meta));

        assertThat(budgets(judged(asking(CAROL, toBob, toCarol), toBob, toCarol)))
                .containsExactly(
                        new Budget(toBob.cid(), 100, Per.DAY),
                        new Budget(toCarol.cid(), 10, Per.ONCE));
    }

    @Test
    void isAbsentWhereNoneIsSaid() {
        var other = Delegation.sign(ALICE, terms(BOB, RUN).withMeta(Ipld.map("a", Ipld.of(1))));

        assertThat(budgets(judged(asking(BOB, other), other))).isEmpty();
        assertThat(budgets(judged(asking(ALICE)))).isEmpty();
    }

    @Test
    void refusesAChainWhoseBudgetNobodyCanRead() {
        assertFault(Ipld.of(5), "ipvm/budget: found int instead of a map");
        assertFault(Ipld.map("per", Ipld.of("day")), "ipvm/budget.fuel: found nothing");
        assertFault(Ipld.map("fuel", Ipld.of(1)), "ipvm/budget.per: found nothing");
        assertFault(
                budget(Ipld.of("many"), "day"), "ipvm/budget.fuel: found text instead of an int");
        assertFault(budget(Ipld.of(-1), "day"), "ipvm/budget.fuel from 0");
        assertFault(budget(new Ipld.Int(false, -1), "day"), "found 18446744073709551615");
        assertFault(
                budget(Ipld.of(1), "week"), "ipvm/budget.per (once, hour or day): found 'week'");
        assertFault(budget(Ipld.of(1), "DAY"), "found 'DAY'");
        assertFault(
                Ipld.map("fuel", Ipld.of(1), "per", Ipld.of("day"), "disk", Ipld.of(1)),
                "unknown 'disk'");
    }

    private static Ipld budget(Ipld fuel, String per) {
        return Ipld.map("fuel", fuel, "per", Ipld.of(per));
    }

    private static void assertFault(Ipld budget, String found) {
        var toBob = lettingBob(budget);
        var verdict = judged(asking(BOB, toBob), toBob);

        assertThat(verdict).isInstanceOf(Refusal.class);
        var refusal = (Refusal) verdict;
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_CLAIM);
        assertThat(refusal.token()).isEqualTo(toBob.cid());
        assertThat(refusal.rule()).isEqualTo("budget");
        assertThat(refusal.expected()).isEqualTo("fuel per time");
        assertThat(refusal.found()).contains(found);
    }

    /// Otherwise whoever holds a delegation could write its other signature and spend it twice.
    @Test
    void isOneAccountUnderBothSignaturesOfADelegation() throws Exception {
        var owner = Cast.key(KeyKind.P256, 6);
        var meta = Ipld.map(Budget.KEY, Budget.encode(1, Per.ONCE));
        var terms = Terms.of(BOB.did(), owner.did(), RUN, NONCE).withMeta(meta);
        var signed = Delegation.sign(owner, terms);
        var twin = Delegation.decode(EnvelopeTest.twin(signed.envelope(), owner).bytes());

        assertThat(twin.cid()).isNotEqualTo(signed.cid());
        assertThat(Budget.of(twin)).isEqualTo(Budget.of(signed)).isPresent();
    }

    @Test
    void countsForADelegationThatIsJudgedItself() {
        var toBob = lettingBob(Budget.encode(5, Per.HOUR));
        var toCarol = letting(BOB, CAROL, "/wasm/run");
        var verdict = new Judge(Revocations.NONE).judge(toCarol, List.of(toBob), NOW);

        assertThat(budgets(verdict)).containsExactly(new Budget(toBob.cid(), 5, Per.HOUR));
    }
}

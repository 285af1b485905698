package ipvm.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.schedule.Purse.Reserved;
import ipvm.store.Account;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.ucan.Budget;
import ipvm.ucan.Budget.Per;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is left of a budget while runs draw on it, and after its window.
class PurseTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final Budget HOURLY = budget("hourly", 1_000, Per.HOUR);
    private static final Budget DAILY = budget("daily", 5_000, Per.DAY);
    private static final Budget ONCE = budget("once", 300, Per.ONCE);

    private final MemoryStore store = new MemoryStore(1 << 20);
    private final Purse purse = new Purse(store);

    private static Budget budget(String name, long fuel, Per per) {
        return new Budget(Cid.of(Codec.RAW, Bytes.utf8(name)), fuel, per);
    }

    private void spend(List<Budget> budgets, long fuel, long now) throws Exception {
        var reserved = purse.reserve(budgets, fuel, now);
        store.commit(purse.settle(reserved, fuel, now));
        purse.close(reserved);
    }

    @Test
    void putsAsideTheLeastThatAnyOfAChainHasLeft() throws Exception {
        var reserved = purse.reserve(List.of(DAILY, HOURLY, ONCE), 2_000, NOW);

        assertThat(reserved.fuel()).isEqualTo(300);
        assertThat(reserved.budgets()).containsExactly(DAILY, HOURLY, ONCE);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(700);
        assertThat(purse.left(DAILY, NOW)).isEqualTo(4_700);
        assertThat(purse.reserve(List.of(ONCE), 1, NOW)).isEqualTo(Reserved.NOTHING);
        assertThat(purse.left(ONCE, NOW)).isZero();
    }

    @Test
    void takesNothingFromNobody() throws Exception {
        assertThat(purse.reserve(List.of(), 77, NOW)).isEqualTo(new Reserved(List.of(), 77));
        assertThat(purse.reserve(List.of(HOURLY), 0, NOW)).isEqualTo(Reserved.NOTHING);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(1_000);
    }

    @Test
    void givesBackWhatWasNotUsed() throws Exception {
        var reserved = purse.reserve(List.of(HOURLY), 800, NOW);
        var changes = purse.settle(reserved, 150, NOW);

        assertThat(changes).containsExactly(new Change.Charge(HOURLY.account(), NOW, 150));
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(850);
        store.commit(changes);
        purse.close(reserved);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(850);
        assertThat(store.account(HOURLY.account())).isEqualTo(new Account(NOW, 150));
    }

    @Test
    void writesNothingWhereNothingWasUsed() throws Exception {
        var reserved = purse.reserve(List.of(HOURLY), 800, NOW);
        assertThat(purse.settle(reserved, 0, NOW)).isEmpty();
        purse.close(reserved);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(1_000);
    }

    /// What is charged counts from then on, and not only once it is written.
    @Test
    void remembersWhatIsBeingWrittenWhileOthersDraw() throws Exception {
        var first = purse.reserve(List.of(HOURLY), 400, NOW);
        var second = purse.reserve(List.of(HOURLY), 400, NOW);
        purse.settle(first, 400, NOW);
        purse.close(first);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(200);
        purse.settle(second, 100, NOW);
        assertThat(purse.left(HOURLY, NOW)).isEqualTo(500);
        purse.close(second);
        assertThat(purse.left(HOURLY, NOW)).as("never written").isEqualTo(1_000);
    }

    @Test
    void isWholeAgainAfterItsWindowAndNotBefore() throws Exception {
        spend(List.of(HOURLY, DAILY, ONCE), 300, NOW);

        assertThat(purse.left(HOURLY, NOW + HOUR - 1)).isEqualTo(700);
        assertThat(purse.left(HOURLY, NOW + HOUR)).isEqualTo(1_000);
        assertThat(purse.left(DAILY, NOW + 24 * HOUR - 1)).isEqualTo(4_700);
        assertThat(purse.left(DAILY, NOW + 24 * HOUR)).isEqualTo(5_000);
        assertThat(purse.left(ONCE, NOW + 10_000 * HOUR)).isZero();
        assertThat(purse.left(HOURLY, NOW - 5 * HOUR)).as("a clock set back").isEqualTo(700);
        spend(List.of(HOURLY), 10, NOW + HOUR);
        assertThat(store.account(HOURLY.account())).isEqualTo(new Account(NOW + HOUR, 10));
    }

    @Test
    void saysWhenABudgetIsWholeAgain() {
        var account = new Account(NOW, 1);
        assertThat(Purse.wholeInMillis(HOURLY, account, NOW + 1)).isEqualTo(HOUR - 1);
        assertThat(Purse.wholeInMillis(DAILY, account, NOW)).isEqualTo(24 * HOUR);
        assertThat(Purse.wholeInMillis(ONCE, account, NOW)).isEqualTo(Long.MAX_VALUE);
    }
}

package ipvm.schedule;

import ipvm.data.Cid;
import ipvm.store.Account;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The budgets of delegations: what is used of each, and what runs right now may still use.
///
/// Each delegation of a chain that has a budget is an account of its own, so whoever is given less
/// draws on the giver's too. What is reserved is not used by anybody else; what is left of it is
/// given back when the run is over.
public final class Purse {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private final Store store;
    private final Map<Cid, Purse.Open> open = new HashMap<>();

    public Purse(Store store) {
        this.store = store;
    }

    /// An account while runs draw on it: what it stands at, and what of it is spoken for.
    private static final class Open {
        private Account account;
        private long reserved;
        private int draws;

        Open(Account account) {
            this.account = account;
        }
    }

    /// Fuel put aside for one run.
    public record Reserved(List<Budget> budgets, long fuel) {
        public Reserved {
            budgets = List.copyOf(budgets);
        }

        /// Of a chain without budgets, or where nothing is to be run.
        public static final Reserved NOTHING = new Reserved(List.of(), 0);
    }

    /// Puts aside as much of what is wanted as every account has left, which may be nothing.
    public Reserved reserve(List<Budget> budgets, long fuel, long nowMillis) throws StoreException {
        long left = fuel;
        for (var budget : budgets) {
            left = Math.min(left, left(budget, nowMillis));
        }
        if (left > 0) {
            for (var budget : budgets) {
                var account = opened(budget, nowMillis);
                account.reserved += left;
                account.draws++;
            }
        }
        return new Reserved(left > 0 ? budgets : List.of(), Math.max(left, 0));
    }

    /// How much a budget has left.
    public long left(Budget budget, long nowMillis) throws StoreException {
        var known = open.get(budget.account());
        var account = known == null ? store.account(budget.account()) : known.account;
        long used = isOver(budget, account, nowMillis) ? 0 : account.used();
        return budget.fuel() - used - (known == null ? 0 : known.reserved);
    }

    /// When a budget that is used up is whole again, in milliseconds from now; never for one that
    /// is given once.
    public static long wholeInMillis(Budget budget, Account account, long nowMillis) {
        return switch (budget.per()) {
            case ONCE -> Long.MAX_VALUE;
            case HOUR -> account.sinceMillis() + HOUR_MILLIS - nowMillis;
            case DAY -> account.sinceMillis() + DAY_MILLIS - nowMillis;
        };
    }

    /// Gives back what was put aside and charges what was used of it.
    public List<Change> settle(Reserved reserved, long fuel, long nowMillis) throws StoreException {
        var changes = new ArrayList<Change>();
        for (var budget : reserved.budgets()) {
            var account = opened(budget, nowMillis);
            account.reserved -= reserved.fuel();
            if (fuel > 0) {
                var now = account.account;
                account.account = new Account(now.sinceMillis(), now.used() + fuel);
                changes.add(
                        new Change.Charge(
                                budget.account(), now.sinceMillis(), account.account.used()));
            }
        }
        return changes;
    }

    /// Lets go of accounts, now that what was charged is in the store or never will be: only the
    /// store knows better than this what an account stands at, and not before.
    public void close(Reserved reserved) {
        for (var budget : reserved.budgets()) {
            open.computeIfPresent(
                    budget.account(), (name, account) -> --account.draws == 0 ? null : account);
        }
    }

    private Open opened(Budget budget, long nowMillis) throws StoreException {
        var account = open.get(budget.account());
        if (account == null) {
            account = new Open(store.account(budget.account()));
            open.put(budget.account(), account);
        }
        if (isOver(budget, account.account, nowMillis)) {
            account.account = new Account(nowMillis, 0);
        }
        return account;
    }

    /// A clock that was set back does not end a window; it would give the budget twice.
    private static boolean isOver(Budget budget, Account account, long nowMillis) {
        return wholeInMillis(budget, account, nowMillis) <= 0;
    }
}

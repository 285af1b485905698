package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.ucan.Budget;
import ipvm.ucan.Budget.Per;

/// Fuel that a grant lets somebody use, written `1G/day`, or `1G` once and for all.
record Allowance(long fuel, Per per) {

    static Allowance parse(String name, String text) throws Stop {
        int slash = text.indexOf('/');
        var amount = slash < 0 ? text : text.substring(0, slash);
        long fuel = Quantity.AMOUNT.parse(name, amount);
        if (slash < 0) {
            return new Allowance(fuel, Per.ONCE);
        }
        for (var per : Per.values()) {
            if (per.label().equals(text.substring(slash + 1))) {
                return new Allowance(fuel, per);
            }
        }
        throw Stop.usage(
                name + ": '" + text + "' is neither per once, hour nor day, such as 1G/day");
    }

    static Allowance of(Budget budget) {
        return new Allowance(budget.fuel(), budget.per());
    }

    Ipld encode() {
        return Budget.encode(fuel, per);
    }

    String text() {
        var amount = Quantity.AMOUNT.text(fuel) + " fuel ";
        return amount
                + switch (per) {
                    case ONCE -> "in all";
                    case HOUR -> "an hour";
                    case DAY -> "a day";
                };
    }
}

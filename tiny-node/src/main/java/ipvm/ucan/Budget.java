package ipvm.ucan;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Optional;
import java.util.Set;

/// How much fuel a delegation grants; it is an account of its own, under the delegation's lasting
/// name.
public record Budget(Cid account, long fuel, Per per) {

    /// The key of a delegation's `meta` that carries it.
    public static final String KEY = "ipvm/budget";

    /// After how long a budget is whole again.
    public enum Per {
        ONCE,
        HOUR,
        DAY;

        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Per parse(String label) throws MalformedException {
            for (var per : values()) {
                if (per.label().equals(label)) {
                    return per;
                }
            }
            throw new MalformedException(KEY + ".per (once, hour or day)", "'" + label + "'");
        }
    }

    /// The value to put into `meta`.
    public static Ipld encode(long fuel, Per per) {
        return Ipld.map("fuel", Ipld.of(fuel), "per", Ipld.of(per.label()));
    }

    /// What a delegation's `meta` says, if it says anything.
    public static Optional<Budget> of(Delegation delegation) throws MalformedException {
        var value = delegation.terms().meta().find(KEY);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var fields = new Fields(KEY, value.get()).only(Set.of("fuel", "per"));
        var fuel = fields.natural("fuel");
        return Optional.of(
                new Budget(delegation.names().getFirst(), fuel, Per.parse(fields.text("per"))));
    }
}

package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.key.Did;
import ipvm.ucan.Budget;
import java.util.Set;

/// For whom a node works without counting, and how much it lends to all others.
///
/// @param owners whose resources are at home here besides the node's own
/// @param fuelPerHour for strangers, together; 0 runs nothing of theirs
public record Sharing(Set<Did> owners, long fuelPerHour) {

    /// Nobody but the node itself.
    public static final Sharing NOTHING = new Sharing(Set.of(), 0);

    /// The account that strangers draw on.
    private static final Cid ACCOUNT = Cid.of(Codec.RAW, Bytes.utf8("share.fuelPerHour"));

    public Sharing {
        owners = Set.copyOf(owners);
    }

    Budget budget() {
        return new Budget(ACCOUNT, fuelPerHour, Budget.Per.HOUR);
    }
}

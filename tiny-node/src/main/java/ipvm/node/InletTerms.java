package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.link.Inlet;
import ipvm.rule.Per;
import ipvm.ucan.Budget;
import ipvm.ucan.Policy;
import java.util.Optional;

/// On what terms the readings of a device are let in.
///
/// @param inlet its name, and how links reach it
/// @param rate readings in so long; what comes beyond them is dropped, and counted
/// @param fuel what the rules may burn that wait for it
/// @param schema what a reading must look like
public record InletTerms(Inlet inlet, Per rate, Optional<Budget> fuel, Policy schema) {

    /// Where nothing is said.
    public static final Per RATE = new Per(60, 60_000);

    public String name() {
        return inlet.name();
    }

    /// What the rules of an inlet share, however many they are.
    public static Budget fuel(String inlet, long fuel, Budget.Per per) {
        var account = Cid.of(Codec.RAW, Bytes.utf8("in." + inlet + ".fuel"));
        return new Budget(account, fuel, per);
    }
}

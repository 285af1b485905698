package ipvm.cli;

import ipvm.data.Cid;
import ipvm.node.RuleTerms;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import ipvm.ucan.Refusal.Reason;
import ipvm.ucan.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/// The delegations of a home, as its rules act by them: given to a key that is here, and judged
/// each time, because time passes and rights are taken back.
///
/// Tokens are read again when their folder has changed, so that a revocation counts at once.
final class HomeDelegations implements RuleTerms.Delegations {

    private final Supplier<Home> home;
    private final Call call;
    private Optional<Read> read = Optional.empty();

    /// What was read, and of which state of the folder.
    private record Read(long changedMillis, Wallet wallet, Judge judge) {}

    HomeDelegations(Supplier<Home> home, Call call) {
        this.home = home;
        this.call = call;
    }

    @Override
    public synchronized Verdict judge(Cid cid, long nowSeconds) {
        try {
            return judged(cid, nowSeconds);
        } catch (Stop | IOException e) {
            return refusal(cid, "a home whose tokens can be read", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized Verdict judge(Invocation request, Proofs given, long nowSeconds) {
        try {
            var now = read();
            var here = Proofs.of(now.wallet.delegations());
            return now.judge.judge(request, given.or(here), nowSeconds);
        } catch (IOException e) {
            return refusal(
                    request.cid(),
                    "a home whose tokens can be read",
                    String.valueOf(e.getMessage()));
        }
    }

    private Verdict judged(Cid cid, long nowSeconds) throws Stop, IOException {
        var now = read();
        var delegation = now.wallet.delegation(cid);
        if (delegation.isEmpty()) {
            return refusal(
                    cid, "a delegation of this home; 'ipvm grants add' brings one in", "none");
        }
        var keys = new Keyring(home.get(), call.world());
        var audience = delegation.get().terms().audience();
        for (var name : keys.names()) {
            if (keys.did(name).equals(audience)) {
                return now.judge.judge(delegation.get(), now.wallet.delegations(), nowSeconds);
            }
        }
        return new Refusal(
                Reason.INVALID_AUDIENCE, cid, "audience", "a key of this home", audience.text());
    }

    private Read read() throws IOException {
        var folder = home.get().tokens();
        long changed = Files.exists(folder) ? Files.getLastModifiedTime(folder).toMillis() : 0;
        if (read.isEmpty() || read.get().changedMillis != changed) {
            var wallet = Wallet.open(home.get(), call.out());
            read = Optional.of(new Read(changed, wallet, new Judge(wallet.revocations())));
        }
        return read.get();
    }

    private static Refusal refusal(Cid cid, String expected, String found) {
        return new Refusal(Reason.UNAVAILABLE_PROOF, cid, "grant", expected, found);
    }
}

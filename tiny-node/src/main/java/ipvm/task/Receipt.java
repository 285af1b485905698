package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.ucan.Invocation;

/// A report under its executor's signature: what anybody can keep, show and check.
///
/// @param token the invocation of `/ucan/assert/receipt` that it is
public record Receipt(Report report, Invocation token) {

    public static Receipt sign(Signer executor, Report report) {
        var request = report.attestation().request(executor.did());
        var caused = report.cause().map(request::causedBy).orElse(request);
        return new Receipt(report, Invocation.sign(executor, caused));
    }

    /// Reads one; whether its signature is good is asked by [#isSigned].
    public static Receipt decode(Bytes bytes) throws MalformedException {
        return of(Invocation.decode(bytes));
    }

    public static Receipt of(Invocation invocation) throws MalformedException {
        var report = Report.of(invocation);
        if (report.isEmpty()) {
            throw new MalformedException("receipt", invocation.request().command().text());
        }
        return new Receipt(report.get(), invocation);
    }

    /// Whether the one it names has signed it, in its own name.
    public boolean isSigned() {
        try {
            return token.request().subject().equals(token.issuer())
                    && token.envelope().isSignedBy(token.issuer().key());
        } catch (MalformedException e) {
            return false;
        }
    }

    public Cid cid() {
        return token.cid();
    }

    public Bytes bytes() {
        return token.bytes();
    }

    public Did issuer() {
        return token.issuer();
    }

    public Outcome outcome() {
        return report.outcome();
    }
}

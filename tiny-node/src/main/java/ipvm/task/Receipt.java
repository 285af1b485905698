package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.ucan.Invocation;
import java.util.Optional;
import java.util.Set;

/// A report under its executor's signature: what anybody can keep, show and check.
///
/// @param token the invocation of `/ucan/assert/receipt` that it is
public record Receipt(Report report, Invocation token) {

    public static Receipt sign(Signer executor, Report report) {
        var request = report.attestation().request(executor.did());
        var caused = report.cause().map(request::causedBy).orElse(request);
        return new Receipt(report, Invocation.sign(executor, caused));
    }

    /// One of a secret: what is in it can be read in this process, and by those it is sealed for.
    public static Receipt seal(Signer executor, Report report, Secret secret) {
        var attestation = report.attestation(secret.readers(), executor, secret.task());
        var request = attestation.request(executor.did());
        var caused = report.cause().map(request::causedBy).orElse(request);
        return new Receipt(report, Invocation.sign(executor, caused));
    }

    /// A task that is one, and for whom it is sealed.
    public record Secret(Task task, Set<Did> readers) {
        public Secret {
            readers = Set.copyOf(readers);
        }
    }

    /// What is sealed in it, if it is one of a secret.
    public Optional<Sealed> sealed() {
        var out = token.request().args().find("out").orElse(Ipld.ofNull());
        if (!(out instanceof Ipld.Map map)) {
            return Optional.empty();
        }
        var error = map.find("error").orElse(Ipld.ofNull());
        return map.find("ok")
                .or(() -> error instanceof Ipld.Map e ? e.find("sealed") : Optional.empty())
                .flatMap(Sealed::find);
    }

    /// The same with what is sealed in it, where it is for this reader.
    public Receipt opened(Signer reader) throws MalformedException {
        var sealed = sealed();
        return sealed.isPresent()
                ? new Receipt(report.opened(sealed.get().open(reader)), token)
                : this;
    }

    /// As others see it.
    public Receipt closed() {
        try {
            return of(token);
        } catch (MalformedException e) {
            throw new IllegalStateException("a receipt that was written otherwise", e);
        }
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

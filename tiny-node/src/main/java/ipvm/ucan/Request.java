package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What an invocation asks: do this to the subject's resource, by the authority of these proofs.
///
/// @param audience who is to do it, where that is not the subject
/// @param nonce empty where asking twice is asking once
/// @param cause the receipt that this follows from
public record Request(
        Did subject,
        Optional<Did> audience,
        Command command,
        Ipld.Map args,
        List<Cid> proofs,
        Ipld.Map meta,
        Bytes nonce,
        OptionalLong expires,
        OptionalLong issuedAt,
        Optional<Cid> cause) {

    private static final Set<String> NAMES =
            Set.of(
                    "iss", "sub", "aud", "cmd", "args", "prf", "meta", "nonce", "exp", "iat",
                    "cause");

    public Request {
        proofs = List.copyOf(proofs);
    }

    /// A request without proofs, which its subject may make itself.
    public static Request of(Did subject, Command command, Ipld.Map args, Bytes nonce) {
        return new Request(
                subject,
                Optional.empty(),
                command,
                args,
                List.of(),
                Ipld.map(),
                nonce,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    public Request to(Did executor) {
        return new Request(
                subject,
                Optional.of(executor),
                command,
                args,
                proofs,
                meta,
                nonce,
                expires,
                issuedAt,
                cause);
    }

    /// Proofs go from the subject's own delegation to the one that names the issuer.
    public Request provenBy(List<Cid> rootFirst) {
        return new Request(
                subject, audience, command, args, rootFirst, meta, nonce, expires, issuedAt, cause);
    }

    public Request until(long seconds) {
        return new Request(
                subject,
                audience,
                command,
                args,
                proofs,
                meta,
                nonce,
                OptionalLong.of(seconds),
                issuedAt,
                cause);
    }

    public Request issuedAt(long seconds) {
        return new Request(
                subject,
                audience,
                command,
                args,
                proofs,
                meta,
                nonce,
                expires,
                OptionalLong.of(seconds),
                cause);
    }

    public Request causedBy(Cid receipt) {
        return new Request(
                subject,
                audience,
                command,
                args,
                proofs,
                meta,
                nonce,
                expires,
                issuedAt,
                Optional.of(receipt));
    }

    public Request withMeta(Ipld.Map more) {
        return new Request(
                subject, audience, command, args, proofs, more, nonce, expires, issuedAt, cause);
    }

    static Request decode(Ipld payload, Limits limits) throws MalformedException {
        var fields = new Fields("invocation", payload).only(NAMES);
        return new Request(
                fields.did("sub"),
                fields.has("aud") ? Optional.of(fields.did("aud")) : Optional.empty(),
                Command.parse(fields.text("cmd")),
                fields.map("args"),
                fields.links("prf", limits.proofsMax()),
                fields.mapOrEmpty("meta"),
                fields.bytes("nonce"),
                fields.secondsOrNull("exp"),
                fields.secondsIfPresent("iat"),
                fields.has("cause") ? Optional.of(fields.link("cause")) : Optional.empty());
    }

    Ipld encode(Did issuer) {
        var payload =
                Ipld.map(
                        "iss", Ipld.of(issuer.text()),
                        "sub", Ipld.of(subject.text()),
                        "cmd", Ipld.of(command.text()),
                        "args", args,
                        "prf", Ipld.list(proofs.stream().map(Ipld::of).toArray(Ipld[]::new)),
                        "nonce", Ipld.of(nonce),
                        "exp", Payload.secondsOrNull(expires));
        payload =
                audience.isPresent()
                        ? payload.with("aud", Ipld.of(audience.get().text()))
                        : payload;
        payload = cause.isPresent() ? payload.with("cause", Ipld.of(cause.get())) : payload;
        payload = Payload.withSeconds(payload, "iat", issuedAt);
        return Payload.withMeta(payload, meta);
    }
}

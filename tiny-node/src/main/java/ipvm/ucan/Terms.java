package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.Optional;
import java.util.Set;

/// What a delegation says: who may do what to whose resource, within which policy and time.
///
/// @param subject whose resource it is; absent in a powerline, which passes on whatever comes
public record Terms(
        Did audience,
        Optional<Did> subject,
        Command command,
        Policy policy,
        Window window,
        Ipld.Map meta,
        Bytes nonce) {

    private static final Set<String> NAMES =
            Set.of("iss", "aud", "sub", "cmd", "pol", "nonce", "meta", "nbf", "exp");

    /// Everything under a command, for ever: the nonce keeps two equal grants apart.
    public static Terms of(Did audience, Did subject, Command command, Bytes nonce) {
        return new Terms(
                audience,
                Optional.of(subject),
                command,
                Policy.ANYTHING,
                Window.ALWAYS,
                Ipld.map(),
                nonce);
    }

    public Terms asPowerline() {
        return new Terms(audience, Optional.empty(), command, policy, window, meta, nonce);
    }

    public Terms withPolicy(Policy narrower) {
        return new Terms(audience, subject, command, narrower, window, meta, nonce);
    }

    public Terms within(Window time) {
        return new Terms(audience, subject, command, policy, time, meta, nonce);
    }

    public Terms withMeta(Ipld.Map more) {
        return new Terms(audience, subject, command, policy, window, more, nonce);
    }

    static Terms decode(Ipld payload, Limits limits) throws MalformedException {
        var fields = new Fields("delegation", payload).only(NAMES);
        return new Terms(
                fields.did("aud"),
                fields.didOrNull("sub"),
                Command.parse(fields.text("cmd")),
                Policy.decode(fields.value("pol"), limits),
                new Window(fields.secondsIfPresent("nbf"), fields.secondsOrNull("exp")),
                fields.mapOrEmpty("meta"),
                fields.bytes("nonce"));
    }

    Ipld encode(Did issuer) {
        var payload =
                Ipld.map(
                        "iss", Ipld.of(issuer.text()),
                        "aud", Ipld.of(audience.text()),
                        "sub", subject.map(did -> Ipld.of(did.text())).orElse(Ipld.ofNull()),
                        "cmd", Ipld.of(command.text()),
                        "pol", policy.encode(),
                        "nonce", Ipld.of(nonce),
                        "exp", Payload.secondsOrNull(window.expires()));
        payload = Payload.withSeconds(payload, "nbf", window.notBefore());
        return Payload.withMeta(payload, meta);
    }
}

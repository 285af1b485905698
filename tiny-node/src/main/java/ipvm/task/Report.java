package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.ucan.Attestation;
import ipvm.ucan.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What an executor has to say of a task: what ran, how it ended, and for how much.
///
/// @param ran the task
/// @param log what came from outside while it ran, in its order, so that it can be run again
/// @param forks the tasks that it asks to be done next
/// @param floorMillis what time it was at least, where the executor did not know more
/// @param evidence what the world said of a command, `null` where it said nothing
public record Report(
        Cid ran,
        Outcome outcome,
        Meter meter,
        List<Ipld> log,
        List<Cid> forks,
        Optional<Ipld> evidence,
        Optional<Cid> cause,
        OptionalLong floorMillis) {

    private static final int LOG_MAX = 1 << 16;

    /// The name of an error that only some may read.
    static final String SEALED = "Sealed";

    public Report {
        log = List.copyOf(log);
        forks = List.copyOf(forks);
    }

    public static Report of(Cid ran, Outcome outcome, Meter meter) {
        return new Report(
                ran,
                outcome,
                meter,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    public Report withLog(List<Ipld> more) {
        return new Report(ran, outcome, meter, more, forks, evidence, cause, floorMillis);
    }

    public Report withForks(List<Cid> more) {
        return new Report(ran, outcome, meter, log, more, evidence, cause, floorMillis);
    }

    public Report withEvidence(Ipld found) {
        return new Report(ran, outcome, meter, log, forks, Optional.of(found), cause, floorMillis);
    }

    public Report causedBy(Cid receipt) {
        return new Report(
                ran, outcome, meter, log, forks, evidence, Optional.of(receipt), floorMillis);
    }

    /// The clock was not set: it was this time at least.
    public Report since(long millis) {
        return new Report(
                ran, outcome, meter, log, forks, evidence, cause, OptionalLong.of(millis));
    }

    Attestation attestation() {
        var rest = Ipld.map("meter", meterWithEvidence());
        rest = log.isEmpty() ? rest : rest.with("log", new Ipld.List(log));
        rest = forks.isEmpty() ? rest : rest.with("fx", Ipld.map("fork", Homestar.links(forks)));
        return new Attestation(ran, outcome.encode(), rest);
    }

    /// What anybody may see of a report whose end is a secret: how much it took, not what came out.
    Attestation attestation(Set<Did> readers, Signer sealer, Task task) {
        var content =
                Ipld.map(
                        "out", outcome.encode(),
                        "log", new Ipld.List(log),
                        "evidence", evidence.orElse(Ipld.ofNull()),
                        "task", Ipld.of(task.encode()));
        var sealed = Sealed.of(content, readers, sealer);
        var open =
                new Report(
                        ran,
                        outcome,
                        meter,
                        List.of(),
                        forks,
                        Optional.empty(),
                        cause,
                        floorMillis);
        var shown =
                switch (outcome) {
                    case Outcome.Ok ok -> Ipld.map("ok", sealed.encode());
                    case Outcome.Failed failed -> error(sealed);
                    case Outcome.Trapped trapped -> error(sealed);
                    case Outcome.OutOfFuel out -> outcome.encode();
                    case Outcome.OutOfMemory out -> outcome.encode();
                    case Outcome.TimedOut out -> outcome.encode();
                    case Outcome.Denied denied -> outcome.encode();
                    case Outcome.Unknown unknown -> outcome.encode();
                };
        return new Attestation(ran, shown, open.attestation().rest());
    }

    private static Ipld.Map error(Sealed sealed) {
        return Ipld.map(
                "error",
                Ipld.map(
                        "name", Ipld.of(SEALED),
                        "message", Ipld.of(sealed.text()),
                        "sealed", sealed.encode()));
    }

    /// The same with what was in a box.
    Report opened(Ipld content) throws MalformedException {
        var node = Node.of("sealed report", content);
        var found = node.field("evidence");
        return new Report(
                ran,
                Outcome.decode(node.field("out").value()),
                meter,
                node.field("log").items(LOG_MAX).stream().map(Node::value).toList(),
                forks,
                found.isNull() ? Optional.empty() : Optional.of(found.value()),
                cause,
                floorMillis);
    }

    private Ipld meterWithEvidence() {
        var map = meter.encode();
        if (floorMillis.isPresent()) {
            map =
                    map.with("clock", Ipld.of("unknown"))
                            .with("floor", Ipld.of(floorMillis.getAsLong()));
        }
        return evidence.isPresent() ? map.with("evidence", evidence.get()) : map;
    }

    static Optional<Report> of(Invocation invocation) throws MalformedException {
        var found = Attestation.of(invocation);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(of(found.get(), invocation.request().cause()));
    }

    private static Report of(Attestation found, Optional<Cid> cause) throws MalformedException {
        var rest = Node.of("receipt", found.rest());
        var meter = rest.find("meter");
        var log = rest.find("log");
        var fx = rest.find("fx");
        return new Report(
                found.ran(),
                Outcome.decode(found.out()),
                meter.isPresent() ? Meter.decode(meter.get().value()) : Meter.NOTHING,
                log.isPresent()
                        ? log.get().items(LOG_MAX).stream().map(Node::value).toList()
                        : List.of(),
                fx.isPresent() ? fx.get().field("fork").links(LOG_MAX) : List.of(),
                meter.isPresent()
                        ? meter.get().find("evidence").map(Node::value)
                        : Optional.empty(),
                cause,
                meter.isPresent() ? floor(meter.get()) : OptionalLong.empty());
    }

    private static OptionalLong floor(Node meter) throws MalformedException {
        var floor = meter.find("floor");
        return floor.isPresent() ? OptionalLong.of(floor.get().natural()) : OptionalLong.empty();
    }
}

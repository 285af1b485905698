package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Attestation;
import ipvm.ucan.Invocation;
import java.util.List;
import java.util.Optional;

/// What an executor has to say of a task: what ran, how it ended, and for how much.
///
/// @param ran the task
/// @param log what came from outside while it ran, in its order, so that it can be run again
/// @param forks the tasks that it asks to be done next
/// @param evidence what the world said of a command, `null` where it said nothing
public record Report(
        Cid ran,
        Outcome outcome,
        Meter meter,
        List<Ipld> log,
        List<Cid> forks,
        Optional<Ipld> evidence,
        Optional<Cid> cause) {

    private static final int LOG_MAX = 1 << 16;

    public Report {
        log = List.copyOf(log);
        forks = List.copyOf(forks);
    }

    public static Report of(Cid ran, Outcome outcome, Meter meter) {
        return new Report(
                ran, outcome, meter, List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    public Report withLog(List<Ipld> more) {
        return new Report(ran, outcome, meter, more, forks, evidence, cause);
    }

    public Report withForks(List<Cid> more) {
        return new Report(ran, outcome, meter, log, more, evidence, cause);
    }

    public Report withEvidence(Ipld found) {
        return new Report(ran, outcome, meter, log, forks, Optional.of(found), cause);
    }

    public Report causedBy(Cid receipt) {
        return new Report(ran, outcome, meter, log, forks, evidence, Optional.of(receipt));
    }

    Attestation attestation() {
        var rest = Ipld.map("meter", meterWithEvidence());
        rest = log.isEmpty() ? rest : rest.with("log", new Ipld.List(log));
        rest = forks.isEmpty() ? rest : rest.with("fx", Ipld.map("fork", Homestar.links(forks)));
        return new Attestation(ran, outcome.encode(), rest);
    }

    private Ipld meterWithEvidence() {
        var map = meter.encode();
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
                cause);
    }
}

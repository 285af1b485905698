package ipvm.node;

import ipvm.effect.Answer;
import ipvm.schedule.Bounds;
import ipvm.schedule.Memo;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Report;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.Optional;
import java.util.OptionalLong;

/// What the hands say, in the words of a receipt.
final class Endings {

    private Endings() {}

    /// How a run ended; nothing where that says nothing about the task.
    static Optional<Report> of(Work work, Event.Ran ran) {
        var bounds = work.order.bounds();
        return outcome(ran.ended(), bounds)
                .map(outcome -> {
                    var meter = meter(ran.ended().bill(), bounds, ran.tookMillis());
                    return Report.of(work.task(), outcome, meter).withLog(ran.log());
                });
    }

    static Optional<Outcome> outcome(Ended ended, Bounds bounds) {
        return switch (ended) {
            case Ended.Ok(var value, var bill) -> Optional.of(new Outcome.Ok(value));
            case Ended.Failed(var name, var message, var bill) ->
                    Optional.of(new Outcome.Failed(name, message));
            case Ended.Trapped(var kind, var bill) -> Optional.of(new Outcome.Trapped(kind));
            case Ended.OutOfFuel out -> Optional.of(new Outcome.OutOfFuel(bounds.fuel()));
            case Ended.OutOfMemory out ->
                    Optional.of(new Outcome.OutOfMemory(bounds.memoryBytes()));
            case Ended.TimedOut out -> Optional.of(new Outcome.TimedOut(bounds.timeMillis()));
            case Ended.NoRoom none -> Optional.empty();
        };
    }

    private static Meter meter(Bill bill, Bounds bounds, long tookMillis) {
        var boundedBy =
                bill.isBounded() ? OptionalLong.of(bounds.memoryBytes()) : OptionalLong.empty();
        return new Meter(bill.fuel(), bill.pagesMax(), tookMillis, boundedBy);
    }

    /// What the world said.
    static Report of(Work work, Answer answer, long tookMillis) {
        var meter = new Meter(0, 0, tookMillis, OptionalLong.empty());
        var report = Report.of(work.task(), outcome(work, answer), meter);
        return switch (answer) {
            case Answer.Done(var value, var evidence) -> report.withEvidence(evidence);
            case Answer.Failed(var name, var message, var evidence) ->
                    report.withEvidence(evidence);
            case Answer.NotFired notFired -> report;
            case Answer.Unknown(var why, var evidence) -> report.withEvidence(evidence);
        };
    }

    private static Outcome outcome(Work work, Answer answer) {
        return switch (answer) {
            case Answer.Done(var value, var evidence) -> new Outcome.Ok(value);
            case Answer.Failed(var name, var message, var evidence) ->
                    new Outcome.Failed(plain(name), message);
            case Answer.NotFired(var why) -> new Outcome.Failed(Memo.NOT_FIRED, why);
            case Answer.Unknown(var why, var evidence) -> new Outcome.Unknown(work.task());
        };
    }

    /// A provider's own names must not pass for ends that mean something else.
    private static String plain(String name) {
        return Outcome.RESERVED.contains(name) ? "Effect" + name : name;
    }
}

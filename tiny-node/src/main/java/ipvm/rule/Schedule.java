package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.rule.On.Missed;
import java.util.ArrayList;
import java.util.List;

/// What time brings to a rule: the firings of `every` and of `cron`, on time or made up for.
record Schedule(On on, Limits limits, long dueMillis, Fired fired) {

    /// How late a time of the calendar still counts as on time.
    private static final long GRACE_MILLIS = 60_000;

    private static final int COUNT_MAX = 10_000;

    /// What the clocks show to a rule.
    ///
    /// @param ruleMillis the rule's own time
    /// @param isNewBoot whether the rule was off until now
    record Now(Moment moment, long ruleMillis, boolean isNewBoot) {}

    /// What time has brought.
    ///
    /// @param dropped how many missed firings are not made up for, although the rule wants it
    record Brought(Schedule next, List<Ipld> events, long dropped) {
        Brought {
            events = List.copyOf(events);
        }
    }

    Brought at(Now now) {
        return switch (on) {
            case On.Every every -> spans(every, now);
            case On.Times times -> isReady(times, now.moment()) ? times(times, now) : nothing();
            case On.Receipt r -> nothing();
            case On.Event e -> nothing();
        };
    }

    /// From now on, as if nothing had been before.
    Schedule anew(Now now) {
        return switch (on) {
            case On.Every(var millis, var missed) -> due(now.ruleMillis() + millis);
            case On.Times times ->
                    isReady(times, now.moment())
                            ? with(fired.from(now.moment().wallMillis()))
                            : this;
            case On.Receipt r -> this;
            case On.Event e -> this;
        };
    }

    /// How long until time brings something.
    long wait(Moment moment, long ruleMillis) {
        return switch (on) {
            case On.Every e -> dueMillis - ruleMillis;
            case On.Times times -> wait(times, moment);
            case On.Receipt r -> limits.wakeMillisMax();
            case On.Event e -> limits.wakeMillisMax();
        };
    }

    private long wait(On.Times times, Moment moment) {
        if (!isReady(times, moment) || fired.stretches().isEmpty()) {
            return limits.wakeMillisMax();
        }
        var next = fired.next(times.cron());
        return next.isPresent() ? next.getAsLong() - moment.wallMillis() : limits.wakeMillisMax();
    }

    private static boolean isReady(On.Times times, Moment moment) {
        return moment.isSet() || times.runsUnset();
    }

    private Brought nothing() {
        return new Brought(this, List.of(), 0);
    }

    /// The next span begins where this one should have ended, so that being late adds nothing up.
    private Brought spans(On.Every every, Now now) {
        long latest = now.ruleMillis() + every.millis();
        long due = dueMillis < 0 ? latest : Math.min(dueMillis, latest);
        if (now.ruleMillis() < due) {
            return new Brought(due(due), List.of(), 0);
        }
        long passed = (now.ruleMillis() - due) / every.millis() + 1;
        var next = due(due + passed * every.millis());
        var missed = now.isNewBoot() ? every.missed() : Missed.ONCE;
        return switch (missed) {
            case SKIP -> new Brought(next, List.of(), 0);
            case ONCE -> new Brought(next, List.of(spanned(next, now, 1, passed - 1)), 0);
            case ALL -> all(next, now, passed);
        };
    }

    private Brought all(Schedule next, Now now, long passed) {
        long made = Math.min(passed, limits.missedMax());
        var events = new ArrayList<Ipld>();
        for (long back = made; back >= 1; back--) {
            events.add(spanned(next, now, back, 0));
        }
        return new Brought(next, events, passed - made);
    }

    /// The event of a span that ended so many spans before the next one will.
    private Ipld spanned(Schedule next, Now now, long back, long missed) {
        long millis = ((On.Every) on).millis();
        long ago = now.ruleMillis() - (next.dueMillis - back * millis);
        var moment = now.moment();
        var at = moment.isSet() ? Ipld.of(moment.wallMillis() - ago) : Ipld.ofNull();
        return Ipld.map("at", at, "missed", Ipld.of(missed));
    }

    private Brought times(On.Times times, Now now) {
        long wall = now.moment().wallMillis();
        var ready = fired.isBehind(wall) ? fired.from(wall) : fired;
        var next = ready.next(times.cron());
        if (next.isEmpty() || next.getAsLong() > wall) {
            return new Brought(with(ready), List.of(), 0);
        }
        int max = times.missed() == Missed.ALL ? limits.missedMax() : 1;
        var due = ready.due(times.cron(), wall, max, COUNT_MAX);
        var after = ready.and(due.times(), due.more() > 0);
        return switch (times.missed()) {
            case ONCE -> new Brought(with(after), events(due.times(), due.more()), 0);
            case ALL -> new Brought(with(after), events(due.times(), 0), due.more());
            case SKIP ->
                    wall - due.times().getLast() <= GRACE_MILLIS
                            ? new Brought(with(after), events(due.times(), 0), 0)
                            : new Brought(with(ready.skipping(wall)), List.of(), 0);
        };
    }

    private static List<Ipld> events(List<Long> times, int missed) {
        var events = new ArrayList<Ipld>();
        for (long time : times) {
            events.add(Ipld.map("at", Ipld.of(time), "missed", Ipld.of(missed)));
        }
        return events;
    }

    private Schedule due(long millis) {
        return new Schedule(on, limits, millis, fired);
    }

    private Schedule with(Fired next) {
        return new Schedule(on, limits, dueMillis, next);
    }
}

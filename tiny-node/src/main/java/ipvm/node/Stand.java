package ipvm.node;

import ipvm.data.Bytes;
import ipvm.rule.Moment;
import ipvm.rule.Rule;
import ipvm.rule.RuleAction;
import ipvm.rule.RuleEvent;
import ipvm.rule.RuleState;
import ipvm.rule.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One rule that is awake: the state that is durable, and what has happened to it since.
///
/// Everything that waits is taken in at once, so that one write does for all of it; while that is
/// under way the next things wait.
final class Stand {

    private static final int WAITING_MAX = 1_024;
    private static final long BUSY_MILLIS = 1_000;

    final Standing standing;
    final Bytes text;
    final long generation;

    /// What the rule's own right is, while it is what it was.
    Optional<RuleRight> right = Optional.empty();

    OptionalLong wakeMillis = OptionalLong.empty();

    private final Deque<Happening> waiting = new ArrayDeque<>();
    private RuleState state;
    private List<StoredRule.Line> lines;
    private long againMillis = Long.MIN_VALUE;
    private boolean isBegun;
    private boolean isWriting;
    private boolean isGone;

    /// @param ear who waits until it is durable; what comes from the node itself has nobody
    private record Happening(RuleEvent event, Optional<Waiter.Ear> ear) {}

    /// What came of all that waited.
    ///
    /// @param isNews whether there is something to write
    /// @param firings how many numbers were given out before
    record Taken(
            RuleState next,
            List<RuleAction> actions,
            List<StoredRule.Line> lines,
            boolean isNews,
            long firings,
            Rollback undo) {}

    /// What was taken in, should it not be written.
    private record Rollback(List<Happening> happenings) {}

    Stand(Standing standing, StoredRule stored, boolean isBegun) {
        this.standing = standing;
        this.text = stored.text();
        this.generation = stored.generation();
        this.state = stored.state();
        this.lines = stored.lines();
        this.isBegun = isBegun;
    }

    Rule rule() {
        return standing.rule();
    }

    String name() {
        return rule().name();
    }

    boolean isBegun() {
        return isBegun;
    }

    boolean isGone() {
        return isGone;
    }

    boolean isReady(long nowMillis) {
        return !waiting.isEmpty() && isFree(nowMillis);
    }

    /// Whether what happens now can be taken in at once.
    boolean isFree(long nowMillis) {
        return !isWriting && !isGone && nowMillis >= againMillis;
    }

    /// Something of the node's own, which is never lost.
    void happen(RuleEvent event) {
        waiting.add(new Happening(event, Optional.empty()));
    }

    /// Something that somebody wants to know of.
    void happen(RuleEvent event, Waiter.Ear ear) {
        if (waiting.size() >= WAITING_MAX) {
            ear.hear(new Reply.Busy("too much has come for " + name() + " at once", BUSY_MILLIS));
        } else {
            waiting.add(new Happening(event, Optional.of(ear)));
        }
    }

    /// Takes in all that waits.
    Taken take(Moment moment, long nowMillis) {
        var happenings = List.copyOf(waiting);
        waiting.clear();
        var next = state;
        var actions = new ArrayList<RuleAction>();
        for (var happening : happenings) {
            var step = standing.step(next, happening.event(), moment);
            next = step.next();
            actions.removeIf(RuleAction.Wake.class::isInstance);
            actions.addAll(step.actions());
        }
        var said = said(actions, nowMillis);
        boolean isNews = !isBegun || !next.equals(state) || !said.equals(lines);
        var undo = new Rollback(happenings);
        isWriting = true;
        return new Taken(next, actions, said, isNews, state.firings(), undo);
    }

    private List<StoredRule.Line> said(List<RuleAction> actions, long nowMillis) {
        var said = lines;
        for (var action : actions) {
            if (action instanceof RuleAction.Say(var what)) {
                said = StoredRule.more(said, new StoredRule.Line(Math.max(0, nowMillis), what));
            }
        }
        return said;
    }

    boolean saysMore(Taken taken) {
        return !taken.lines.equals(lines);
    }

    /// It is durable.
    void kept(Taken taken) {
        isWriting = false;
        isBegun = true;
        state = taken.next;
        lines = taken.lines;
    }

    /// What was taken is on the disk, or is not: whoever waited for that hears it.
    static void acknowledge(Taken taken, Reply reply) {
        taken.undo.happenings.forEach(each -> each.ear.ifPresent(ear -> ear.hear(reply)));
    }

    /// It is not: whoever waited may come again, and what is the node's own comes again by itself.
    void notKept(Taken taken, long nextMillis) {
        isWriting = false;
        againMillis = nextMillis;
        wakeMillis = OptionalLong.of(nextMillis);
        for (var happening : taken.undo.happenings.reversed()) {
            if (happening.ear.isEmpty()) {
                waiting.addFirst(happening);
            }
        }
    }

    /// It goes; whoever still waits hears so.
    void go() {
        isGone = true;
        for (var happening : waiting) {
            happening.ear.ifPresent(ear -> ear.hear(new Reply.Missing("rule " + name())));
        }
        waiting.clear();
    }
}

package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads rule files, strictly: what is not understood might have been a restriction.
final class RuleReader {

    private static final Set<String> KEYS =
            Set.of("name", "on", "window", "state", "do", "out", "limit", "keep", "grant");
    private static final List<String> FULL = List.of("oldest", "newest", "merge");

    /// A name becomes the name of a file, of a resource and of a topic.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final long RATE_MAX = 1_000_000;
    private static final long FUEL_MAX = 1_000_000_000_000_000L;

    private final Limits limits;
    private final OnReader triggers;

    RuleReader(Limits limits, Collection<? extends Trigger> triggers) {
        this.limits = limits;
        this.triggers = new OnReader(limits, triggers);
    }

    Rule read(Bytes json) throws MalformedException {
        var rule = Node.json("rule", json, limits.ofData()).only(KEYS);
        boolean hasState = flag(rule, "state");
        return new Rule(
                name(rule.field("name")),
                triggers.on(rule.field("on")),
                window(rule),
                hasState,
                new WorkReader(hasState).work(rule.field("do")),
                out(rule),
                bound(rule),
                keep(rule),
                grant(rule));
    }

    /// A key that is there and not null.
    static Optional<Node> said(Node node, String key) throws MalformedException {
        return node.find(key).filter(found -> !found.isNull());
    }

    private static boolean flag(Node rule, String key) throws MalformedException {
        var flag = said(rule, key);
        if (flag.isEmpty()) {
            return false;
        }
        if (flag.get().value() instanceof Ipld.Bool(var value)) {
            return value;
        }
        throw flag.get().wrong("true or false");
    }

    private static String name(Node node) throws MalformedException {
        var name = node.text();
        if (!NAME.matcher(name).matches()) {
            throw node.malformed(
                    "a name of letters, digits, '.', '_' and '-', at most 64", "'" + name + "'");
        }
        return name;
    }

    private static Optional<String> out(Node rule) throws MalformedException {
        var out = said(rule, "out");
        return out.isEmpty() ? Optional.empty() : Optional.of(name(out.get()));
    }

    private Optional<Span> window(Node rule) throws MalformedException {
        var window = said(rule, "window");
        if (window.isEmpty()) {
            return Optional.empty();
        }
        var said = window.get().only(Set.of("count", "time"));
        if (said.map().entries().size() != 1) {
            throw said.malformed("either a count or a time", said.map().entries().size() + " keys");
        }
        var count = said.find("count");
        return Optional.of(
                count.isPresent()
                        ? new Span.Count(number(count.get(), limits.windowCountMax()))
                        : new Span.Time(
                                Amount.millis(said.field("time"), 1, limits.spanMillisMax())));
    }

    private Bound bound(Node rule) throws MalformedException {
        var limit = said(rule, "limit");
        if (limit.isEmpty()) {
            return new Bound(
                    limits.queueDefault(), Bound.Full.OLDEST, Optional.empty(), Optional.empty());
        }
        var said = limit.get().only(Set.of("queue", "full", "rate", "fuel"));
        var queue = said(said, "queue");
        return new Bound(
                queue.isEmpty() ? limits.queueDefault() : number(queue.get(), limits.queueMax()),
                full(said),
                per(said, "rate", RATE_MAX),
                per(said, "fuel", FUEL_MAX));
    }

    private static Bound.Full full(Node limit) throws MalformedException {
        var full = said(limit, "full");
        return full.isEmpty()
                ? Bound.Full.OLDEST
                : Bound.Full.valueOf(OnReader.word(full.get(), FULL).toUpperCase(Locale.ROOT));
    }

    private static Optional<Per> per(Node limit, String key, long max) throws MalformedException {
        var per = said(limit, key);
        return per.isEmpty() ? Optional.empty() : Optional.of(Amount.per(per.get(), max));
    }

    private Optional<Long> keep(Node rule) throws MalformedException {
        var keep = said(rule, "keep");
        return keep.isEmpty()
                ? Optional.empty()
                : Optional.of(Amount.millis(keep.get(), 0, 100 * limits.spanMillisMax()));
    }

    private static Optional<Cid> grant(Node rule) throws MalformedException {
        var grant = said(rule, "grant");
        return grant.isEmpty() ? Optional.empty() : Optional.of(cid(grant.get()));
    }

    /// A CID as a link or as text.
    private static Cid cid(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Link(var cid)) {
            return cid;
        }
        var text = node.text();
        try {
            return Cid.parse(text);
        } catch (MalformedException e) {
            throw node.malformed("a CID", "'" + text + "'");
        }
    }

    private static int number(Node node, int max) throws MalformedException {
        if (node.value() instanceof Ipld.Int number
                && number.fitsLong()
                && number.asLong() >= 1
                && number.asLong() <= max) {
            return (int) number.asLong();
        }
        throw node.malformed("a number in 1.." + max, shown(node.value()));
    }

    private static String shown(Ipld value) {
        return value instanceof Ipld.Int number ? number.toString() : value.kind();
    }
}

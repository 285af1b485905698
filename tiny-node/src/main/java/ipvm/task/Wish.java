package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Invocation;
import java.util.Optional;
import java.util.OptionalLong;

/// What is said of a task beside its own words: within which limits, how soon, where, until when.
///
/// It is the `meta` of an invocation, and no part of the task's name.
///
/// @param priority -1, 0 or 1 among what one asker wants
/// @param untilSeconds when the answer is worth nothing any more, in seconds since 1970
public record Wish(Config config, int priority, Where where, OptionalLong untilSeconds) {

    static final String CONFIG = "ipvm/config";
    private static final String OURS = "ipvm/";
    private static final String PRIORITY = "prio";
    private static final String WHERE = "where";
    private static final String UNTIL = "deadline";

    /// So that it still fits in milliseconds.
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000;

    /// What somebody says who has signed a request; keys that others have put there are theirs.
    public static Wish of(Invocation invocation) throws MalformedException {
        Ipld meta = invocation.request().meta();
        return of(Optional.of(Node.of("meta", meta)), Terms.NONE, Limits.DEFAULT);
    }

    /// Nothing but limits.
    static Wish of(Config config) {
        return new Wish(config, 0, new Where.Any(), OptionalLong.empty());
    }

    Wish kept() {
        return new Wish(config.kept(), priority, where, untilSeconds);
    }

    static Wish of(Optional<Node> meta, Terms defaults, Limits limits) throws MalformedException {
        if (meta.isEmpty()) {
            return of(defaults.config());
        }
        var node = ours(meta.get());
        var terms = Terms.of(node.find(CONFIG), limits).over(Terms.ofMeta(node));
        var prio = node.findSaid(PRIORITY);
        var where = node.findSaid(WHERE);
        var until = node.findSaid(UNTIL);
        return new Wish(
                terms.over(defaults).config(),
                prio.isEmpty() ? 0 : (int) Amount.count(prio.get(), -1, 1),
                where.isEmpty() ? new Where.Any() : Where.of(where.get()),
                until.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Amount.count(until.get(), 0, SECONDS_MAX)));
    }

    /// A key that begins like ours and is none is a mistake that must not go unseen.
    private static Node ours(Node meta) throws MalformedException {
        for (var entry : meta.map().entries()) {
            if (entry.key().startsWith(OURS) && !entry.key().equals(CONFIG)) {
                throw meta.under(entry)
                        .malformed("of the keys that begin with ipvm/ only " + CONFIG, "another");
            }
        }
        return meta;
    }
}

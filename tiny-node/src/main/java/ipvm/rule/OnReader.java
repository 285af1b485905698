package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.task.Node;
import ipvm.ucan.Policy;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// Reads what a rule waits for: `every`, `cron`, `receipt`, or what a [Trigger] knows.
final class OnReader {

    private static final List<String> OWN = List.of("every", "cron", "receipt");

    private final Limits limits;
    private final TreeMap<String, Trigger> triggers = new TreeMap<>();

    OnReader(Limits limits, Collection<? extends Trigger> triggers) {
        this.limits = limits;
        triggers.forEach(trigger -> this.triggers.put(trigger.name(), trigger));
    }

    On on(Node on) throws MalformedException {
        var kind = kind(on);
        return switch (kind) {
            case "every" -> every(on);
            case "cron" -> times(on);
            case "receipt" -> receipt(on);
            default -> event(on, kind);
        };
    }

    /// The one key that names a trigger; the others say more about it.
    private String kind(Node on) throws MalformedException {
        var known = new ArrayList<>(OWN);
        known.addAll(triggers.keySet());
        var keys = on.map().entries().stream().map(entry -> entry.key()).toList();
        var named = keys.stream().filter(known::contains).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        var wanted = "one trigger of " + String.join(", ", known);
        if (!named.isEmpty()) {
            throw on.malformed(wanted, String.join(" and ", named));
        }
        if (keys.isEmpty()) {
            throw on.malformed(wanted, "none");
        }
        var key = keys.getFirst();
        throw on.field(key).malformed(wanted, "'" + key + "'" + Typo.hint(key, known));
    }

    private On every(Node on) throws MalformedException {
        on.only(Set.of("every", "missed"));
        var millis =
                Amount.millis(on.field("every"), limits.everyMillisMin(), limits.spanMillisMax());
        return new On.Every(millis, missed(on));
    }

    private On times(Node on) throws MalformedException {
        on.only(Set.of("cron", "zone", "missed", "clock"));
        boolean runsUnset = false;
        if (on.find("clock").isPresent()) {
            runsUnset = word(on.field("clock"), List.of("wait", "run")).equals("run");
        }
        return new On.Times(cron(on.field("cron"), zone(on)), missed(on), runsUnset);
    }

    private static Cron cron(Node node, ZoneId zone) throws MalformedException {
        var text = node.text();
        try {
            return Cron.parse(text, zone);
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }

    private static ZoneId zone(Node on) throws MalformedException {
        var zone = on.find("zone");
        if (zone.isEmpty()) {
            return ZoneOffset.UTC;
        }
        var name = zone.get().text();
        try {
            return Cron.zone(name);
        } catch (MalformedException e) {
            throw zone.get().malformed(e.what(), e.found());
        }
    }

    private static On.Missed missed(Node on) throws MalformedException {
        var missed = on.find("missed");
        if (missed.isEmpty()) {
            return On.Missed.ONCE;
        }
        var word = word(missed.get(), List.of("skip", "once", "all"));
        return On.Missed.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static On receipt(Node on) throws MalformedException {
        var node = on.only(Set.of("receipt")).field("receipt");
        try {
            return new On.Receipt(Policy.decode(node.value()));
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }

    private On event(Node on, String kind) throws MalformedException {
        var trigger = triggers.get(kind);
        if (trigger == null) {
            throw new IllegalStateException("no trigger '" + kind + "'");
        }
        trigger.check(on);
        return new On.Event(kind, on.map());
    }

    /// One word of some.
    static String word(Node node, List<String> words) throws MalformedException {
        var word = node.text();
        if (!words.contains(word)) {
            throw node.malformed(
                    "one of " + String.join(", ", words),
                    "'" + word + "'" + Typo.hint(word, words));
        }
        return word;
    }
}

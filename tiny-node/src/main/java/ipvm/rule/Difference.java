package ipvm.rule;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.Recording.Line;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The first difference between what should be and what is, by its place.
final class Difference {

    private static final int SHOWN_CHARS_MAX = 120;

    private Difference() {}

    static Optional<String> first(List<Line> expected, List<Line> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            var wanted =
                    i < expected.size() ? Optional.of(expected.get(i)) : Optional.<Line>empty();
            var got = i < found.size() ? Optional.of(found.get(i)) : Optional.<Line>empty();
            var difference = line(wanted, got);
            if (difference.isPresent()) {
                return Optional.of("output " + (i + 1) + difference.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> line(Optional<Line> expected, Optional<Line> found) {
        if (expected.isEmpty() || found.isEmpty()) {
            return Optional.of(differ("", shown(expected), shown(found)));
        }
        var wanted = expected.get();
        var got = found.get();
        if (wanted.atMillis().isPresent() && !wanted.atMillis().equals(got.atMillis())) {
            return Optional.of(
                    differ(".at", wanted.atMillis().get() + "", got.atMillis().orElse(0L) + ""));
        }
        if (!wanted.out().equals(got.out())) {
            return Optional.of(differ(".out", wanted.out().orElse(""), got.out().orElse("")));
        }
        return value(
                ".value", wanted.value().orElse(Ipld.ofNull()), got.value().orElse(Ipld.ofNull()));
    }

    private static Optional<String> value(String place, Ipld expected, Ipld found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        if (expected instanceof Ipld.Map wanted && found instanceof Ipld.Map got) {
            return map(place, wanted, got);
        }
        if (expected instanceof Ipld.List(var wanted) && found instanceof Ipld.List(var got)) {
            return list(place, wanted, got);
        }
        return Optional.of(differ(place, shown(expected), shown(found)));
    }

    private static Optional<String> map(String place, Ipld.Map expected, Ipld.Map found) {
        var keys = new TreeSet<String>();
        expected.entries().forEach(entry -> keys.add(entry.key()));
        found.entries().forEach(entry -> keys.add(entry.key()));
        for (var key : keys) {
            var wanted = expected.find(key);
            var got = found.find(key);
            var at = place + "." + key;
            if (wanted.isEmpty() || got.isEmpty()) {
                return Optional.of(differ(at, orNone(wanted), orNone(got)));
            }
            var difference = value(at, wanted.get(), got.get());
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> list(String place, List<Ipld> expected, List<Ipld> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            var difference = value(place + "[" + i + "]", expected.get(i), found.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.of(differ(place, expected.size() + " items", found.size() + " items"));
    }

    private static String differ(String place, String expected, String found) {
        return place + ": expected " + clip(expected) + ", found " + clip(found);
    }

    private static String shown(Optional<Line> line) {
        return line.map(some ->
                        some.out().orElse("") + " " + shown(some.value().orElse(Ipld.ofNull())))
                .orElse("nothing");
    }

    private static String orNone(Optional<Ipld> value) {
        return value.map(Difference::shown).orElse("nothing");
    }

    private static String shown(Ipld value) {
        try {
            return DagJson.text(value);
        } catch (MalformedException e) {
            return "a " + value.kind() + " that JSON cannot show";
        }
    }

    private static String clip(String text) {
        return text.length() <= SHOWN_CHARS_MAX
                ? text
                : text.substring(0, SHOWN_CHARS_MAX - 3) + "...";
    }
}

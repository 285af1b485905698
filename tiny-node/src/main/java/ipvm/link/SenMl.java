package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sensor Measurement Lists (RFC 8428): records whose names, times, units and values may lean on
/// base values before them.
///
/// A pack becomes one measurement for each time in it. Records that bear a name of their own are
/// the entries of a map, which is what a rule asks for; a lone record without one is its value.
final class SenMl {

    private static final int RECORDS_MAX = 256;

    /// Times below this are relative to now.
    private static final double ABSOLUTE_SECONDS = 1L << 28;

    private static final int VERSION_MAX = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9:./_]*");

    /// The labels of RFC 8428, table 4, as they stand in CBOR.
    private static final Map<String, Integer> LABELS =
            Map.ofEntries(
                    Map.entry("bver", -1),
                    Map.entry("bn", -2),
                    Map.entry("bt", -3),
                    Map.entry("bu", -4),
                    Map.entry("bv", -5),
                    Map.entry("bs", -6),
                    Map.entry("n", 0),
                    Map.entry("u", 1),
                    Map.entry("v", 2),
                    Map.entry("vs", 3),
                    Map.entry("vb", 4),
                    Map.entry("s", 5),
                    Map.entry("t", 6),
                    Map.entry("ut", 7),
                    Map.entry("vd", 8));

    private static final Set<String> NAMES = Set.of("n", "bn");
    private static final Set<String> VALUES = Set.of("v", "vs", "vb", "vd", "s");

    private SenMl() {}

    /// Whether JSON that does not say so is SenML: records of which the first has a name, and one
    /// has a value.
    static boolean looksLike(Ipld value) {
        return value instanceof Ipld.List(var items)
                && !items.isEmpty()
                && items.stream().allMatch(item -> item instanceof Ipld.Map)
                && hasOneOf(items.get(0), NAMES)
                && items.stream().anyMatch(item -> hasOneOf(item, VALUES));
    }

    private static boolean hasOneOf(Ipld record, Set<String> labels) {
        return ((Ipld.Map) record)
                .entries().stream().anyMatch(entry -> labels.contains(entry.key()));
    }

    static List<Measurement> read(Ipld pack, long nowMillis) throws MalformedException {
        if (!(pack instanceof Ipld.List(var items)) || items.isEmpty()) {
            throw new MalformedException("SenML pack, a list of records", pack.kind());
        }
        if (items.size() > RECORDS_MAX) {
            throw new MalformedException(
                    "SenML pack of at most " + RECORDS_MAX + " records", items.size() + " records");
        }
        var base = new Base(nowMillis);
        var byTime = new LinkedHashMap<OptionalLong, List<Item>>();
        for (var item : items) {
            var read = base.next(new Fields(item));
            if (read != null) {
                byTime.computeIfAbsent(read.atMillis(), time -> new ArrayList<>()).add(read);
            }
        }
        return byTime.values().stream().map(SenMl::together).toList();
    }

    /// One resolved record.
    ///
    /// @param own the name that the record itself bears, often none
    private record Item(
            String own, String name, Ipld value, Optional<String> unit, OptionalLong atMillis) {}

    /// What is measured at one time, as one value.
    private static Measurement together(List<Item> items) {
        var first = items.get(0);
        var units = items.stream().map(Item::unit).distinct().toList();
        var unit = units.size() == 1 ? units.get(0) : Optional.<String>empty();
        if (items.size() == 1 && first.own().isEmpty()) {
            return new Measurement(first.value(), unit, first.atMillis());
        }
        boolean isTold = items.stream().map(Item::own).distinct().count() == items.size();
        var entries = new LinkedHashMap<String, Ipld>();
        for (var item : items) {
            boolean isShort = isTold && !item.own().isEmpty();
            entries.put(isShort ? item.own() : item.name(), item.value());
        }
        var map =
                new Ipld.Map(
                        entries.entrySet().stream()
                                .map(entry -> new Ipld.Entry(entry.getKey(), entry.getValue()))
                                .toList());
        return new Measurement(map, unit, first.atMillis());
    }

    /// What the records so far say of those that follow.
    private static final class Base {

        private final long nowMillis;
        private String name = "";
        private double seconds;
        private boolean isTimed;
        private @Nullable String unit;
        private @Nullable Double value;

        Base(long nowMillis) {
            this.nowMillis = nowMillis;
        }

        /// The record resolved; null where it only sets base values.
        @Nullable Item next(Fields fields) throws MalformedException {
            take(fields);
            var own = fields.text("n").orElse("");
            var found = value(fields);
            if (found.isEmpty()) {
                return null;
            }
            var full = name + own;
            if (!NAME.matcher(full).matches()) {
                throw new MalformedException("SenML name", "'" + full + "'");
            }
            var said = Optional.ofNullable(fields.text("u").orElse(unit));
            return new Item(own, full, found.get(), said, time(fields.number("t")));
        }

        private void take(Fields fields) throws MalformedException {
            var version = fields.number("bver").orElse(VERSION_MAX + 0.0);
            if (version > VERSION_MAX) {
                throw new MalformedException(
                        "SenML version of at most " + VERSION_MAX, version.toString());
            }
            name = fields.text("bn").orElse(name);
            unit = fields.text("bu").orElse(unit);
            value = fields.number("bv").orElse(value);
            var time = fields.number("bt");
            if (time.isPresent()) {
                seconds = time.get();
                isTimed = true;
            }
        }

        private Optional<Ipld> value(Fields fields) throws MalformedException {
            var number = fields.find("v");
            if (number.isPresent()) {
                double plain = fields.number("v").orElseThrow();
                return Optional.of(value == null ? number.get() : sum(plain, value));
            }
            for (var key : List.of("vs", "vb", "vd", "s")) {
                var found = fields.value(key);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private static Ipld sum(double plain, double base) throws MalformedException {
            if (!Double.isFinite(plain + base)) {
                throw new MalformedException("SenML 'v' with its base", plain + " + " + base);
            }
            return Ipld.of(plain + base);
        }

        private OptionalLong time(Optional<Double> own) {
            if (!isTimed && own.isEmpty()) {
                return OptionalLong.empty();
            }
            double at = seconds + own.orElse(0.0);
            double millis = at * 1_000 + (at < ABSOLUTE_SECONDS ? nowMillis : 0);
            return OptionalLong.of(Math.round(millis));
        }
    }

    /// One record by its labels, whether they are words or numbers.
    private static final class Fields {

        private final Ipld.Map map;

        Fields(Ipld record) throws MalformedException {
            if (!(record instanceof Ipld.Map found)) {
                throw new MalformedException("SenML record", record.kind());
            }
            map = found;
            for (var entry : found.entries()) {
                if (entry.key().endsWith("_")) {
                    throw new MalformedException("SenML field we know", "'" + entry.key() + "'");
                }
            }
        }

        Optional<Ipld> find(String label) {
            var word = map.find(label);
            return word.isPresent() ? word : map.find(String.valueOf(LABELS.get(label)));
        }

        Optional<Double> number(String label) throws MalformedException {
            var found = find(label);
            return found.isEmpty() ? Optional.empty() : Optional.of(number(label, found.get()));
        }

        private static double number(String label, Ipld found) throws MalformedException {
            if (found instanceof Ipld.Int whole) {
                return whole.asBig().doubleValue();
            }
            if (found instanceof Ipld.Float64(var real)) {
                return real;
            }
            throw new MalformedException("SenML '" + label + "', a number", found.kind());
        }

        Optional<String> text(String label) throws MalformedException {
            var found = find(label);
            if (found.isPresent() && !(found.get() instanceof Ipld.Text)) {
                throw new MalformedException("SenML '" + label + "', text", found.get().kind());
            }
            return found.map(text -> ((Ipld.Text) text).value());
        }

        /// A value that is no number, as what it is.
        Optional<Ipld> value(String label) throws MalformedException {
            var found = find(label);
            if (found.isEmpty()) {
                return found;
            }
            boolean fits =
                    switch (label) {
                        case "vs" -> found.get() instanceof Ipld.Text;
                        case "vb" -> found.get() instanceof Ipld.Bool;
                        case "vd" ->
                                found.get() instanceof Ipld.Text
                                        || found.get() instanceof Ipld.Binary;
                        default -> number(label).isPresent();
                    };
            if (!fits) {
                throw new MalformedException("SenML '" + label + "'", found.get().kind());
            }
            return label.equals("vd") ? Optional.of(data(found.get())) : found;
        }

        private static Ipld data(Ipld found) throws MalformedException {
            if (!(found instanceof Ipld.Text(var text))) {
                return found;
            }
            try {
                return Ipld.of(Bytes.wrap(Base64.getUrlDecoder().decode(text)));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("SenML 'vd', base64url", "'" + text + "'");
            }
        }
    }

    /// A value as a pack: one record, or one for each entry of a map.
    static Ipld.List pack(String name, Ipld value, Optional<String> unit)
            throws MalformedException {
        if (!(value instanceof Ipld.Map(var entries)) || entries.isEmpty()) {
            return new Ipld.List(List.of(record("n", name, value, unit)));
        }
        var records = new ArrayList<Ipld>();
        for (var entry : entries) {
            var record = record("n", entry.key(), entry.value(), unit);
            records.add(records.isEmpty() ? record.with("bn", Ipld.of(name + "/")) : record);
        }
        return new Ipld.List(records);
    }

    private static Ipld.Map record(String label, String name, Ipld value, Optional<String> unit)
            throws MalformedException {
        var record = Ipld.map(label, Ipld.of(name));
        return switch (value) {
            case Ipld.Int whole -> withUnit(record.with("v", whole), unit);
            case Ipld.Float64 real -> withUnit(record.with("v", real), unit);
            case Ipld.Bool truth -> record.with("vb", truth);
            case Ipld.Text text -> record.with("vs", text);
            case Ipld.Binary(var bytes) -> record.with("vd", Ipld.of(base64(bytes)));
            case Ipld.Null none -> record.with("vs", Ipld.of(""));
            case Ipld.List list -> record.with("vs", Ipld.of(DagJson.text(list)));
            case Ipld.Map map -> record.with("vs", Ipld.of(DagJson.text(map)));
            case Ipld.Link link -> record.with("vs", Ipld.of(link.cid().toString()));
        };
    }

    private static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }

    private static Ipld.Map withUnit(Ipld.Map record, Optional<String> unit) {
        return unit.isEmpty() ? record : record.with("u", Ipld.of(unit.get()));
    }

    /// The same pack in CBOR, where labels are numbers and data are bytes.
    static Bytes cbor(Ipld.List pack) throws MalformedException {
        var parts = new ArrayList<Bytes>();
        parts.add(head(0x80, pack.items().size()));
        for (var record : pack.items()) {
            var fields = ((Ipld.Map) record).entries();
            parts.add(head(0xa0, fields.size()));
            for (var field : fields) {
                var value = field.key().equals("vd") ? Fields.data(field.value()) : field.value();
                parts.add(DagCbor.encode(Ipld.of(LABELS.getOrDefault(field.key(), 0))));
                parts.add(DagCbor.encode(value));
            }
        }
        return Bytes.concat(parts.toArray(new Bytes[0]));
    }

    private static Bytes head(int kind, int count) {
        return count < 24
                ? Bytes.of(kind | count)
                : count < 256 ? Bytes.of(kind | 24, count) : Bytes.of(kind | 25, count >> 8, count);
    }
}

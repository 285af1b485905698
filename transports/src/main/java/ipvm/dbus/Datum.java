package ipvm.dbus;

import ipvm.data.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A value as D-Bus types it, with what is needed to read it without knowing all of its type.
public sealed interface Datum {

    /// Its type in D-Bus's letters, such as `a{sv}`.
    String type();

    /// A whole number.
    ///
    /// @param kind one of `ynqiuxth`
    record Whole(char kind, long value) implements Datum {

        @Override
        public String type() {
            return String.valueOf(kind);
        }
    }

    /// Whether or not.
    record Truth(boolean value) implements Datum {

        @Override
        public String type() {
            return "b";
        }
    }

    /// A number with a fraction.
    record Real(double value) implements Datum {

        @Override
        public String type() {
            return "d";
        }
    }

    /// Words, the path of an object, or a type.
    ///
    /// @param kind one of `sog`
    record Text(char kind, String value) implements Datum {

        @Override
        public String type() {
            return String.valueOf(kind);
        }
    }

    /// An array of bytes.
    record Octets(Bytes value) implements Datum {

        @Override
        public String type() {
            return "ay";
        }
    }

    /// An array of anything else.
    record Row(String itemType, List<Datum> items) implements Datum {

        public Row {
            items = List.copyOf(items);
        }

        @Override
        public String type() {
            return "a" + itemType;
        }
    }

    /// A dictionary; keys that are numbers are written as such.
    record Table(char keyKind, String valueType, Map<String, Datum> values) implements Datum {

        public Table {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String type() {
            return "a{" + keyKind + valueType + "}";
        }
    }

    /// A structure.
    record Group(List<Datum> parts) implements Datum {

        public Group {
            parts = List.copyOf(parts);
        }

        @Override
        public String type() {
            var types = new StringBuilder("(");
            parts.forEach(part -> types.append(part.type()));
            return types.append(')').toString();
        }
    }

    /// A value that says its own type.
    record Any(Datum value) implements Datum {

        @Override
        public String type() {
            return "v";
        }
    }

    // --- making ------------------------------------------------------------------------------

    static Datum of(boolean value) {
        return new Truth(value);
    }

    static Datum of(String words) {
        return new Text('s', words);
    }

    static Datum of(Bytes bytes) {
        return new Octets(bytes);
    }

    static Datum path(String path) {
        return new Text('o', path);
    }

    static Datum words(List<String> all) {
        return new Row("s", all.stream().map(Datum::of).toList());
    }

    /// `a{sv}`: keys and what they are set to, in turns.
    static Datum options(Object... keysAndValues) {
        var values = new LinkedHashMap<String, Datum>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], new Any((Datum) keysAndValues[i + 1]));
        }
        return new Table('s', "v", values);
    }

    // --- reading -----------------------------------------------------------------------------

    /// What is inside, where this says its own type.
    default Datum plain() {
        return this instanceof Any(var value) ? value.plain() : this;
    }

    default Optional<String> text() {
        return plain() instanceof Text(var kind, var value) ? Optional.of(value) : Optional.empty();
    }

    default boolean isTrue() {
        return plain() instanceof Truth(var value) && value;
    }

    default OptionalLong whole() {
        return plain() instanceof Whole(var kind, var value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    default Optional<Bytes> bytes() {
        return plain() instanceof Octets(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The texts in an array; none where this is something else.
    default List<String> texts() {
        var found = new ArrayList<String>();
        if (plain() instanceof Row(var type, var items)) {
            items.forEach(item -> item.text().ifPresent(found::add));
        }
        return found;
    }

    /// The entries of a dictionary; none where this is something else.
    default Map<String, Datum> entries() {
        return plain() instanceof Table(var key, var type, var values) ? values : Map.of();
    }

    default Optional<Datum> find(String key) {
        return Optional.ofNullable(entries().get(key));
    }
}

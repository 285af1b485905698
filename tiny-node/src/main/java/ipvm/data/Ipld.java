package ipvm.data;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// A value of the IPLD data model: what DAG-CBOR and DAG-JSON write down.
///
/// Every value that exists can be written, and in one way only; what has no canonical form (NaN,
/// infinities, duplicate keys) is refused by the constructors.
public sealed interface Ipld {

    static Ipld ofNull() {
        return Null.NULL;
    }

    static Ipld of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Ipld of(long value) {
        return Int.of(value);
    }

    static Ipld of(double value) {
        return new Float64(value);
    }

    static Ipld of(String value) {
        return new Text(value);
    }

    static Ipld of(Bytes value) {
        return new Binary(value);
    }

    static Ipld of(Cid value) {
        return new Link(value);
    }

    static Ipld list(Ipld... items) {
        return new List(Arrays.asList(items));
    }

    /// A map from alternating keys and values.
    static Map map(Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key without a value");
        }
        var entries = new Entry[keysAndValues.length / 2];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry((String) keysAndValues[2 * i], (Ipld) keysAndValues[2 * i + 1]);
        }
        return new Map(Arrays.asList(entries));
    }

    /// Which kind a value is, for messages: `map`, `text` ...
    default String kind() {
        return switch (this) {
            case Null() -> "null";
            case Bool(var value) -> value ? "true" : "false";
            case Int i -> "int";
            case Float64(var value) -> "float";
            case Text(var value) -> "text";
            case Binary(var value) -> "bytes";
            case List(var items) -> "list";
            case Map(var entries) -> "map";
            case Link(var cid) -> "link";
        };
    }

    /// Nothing, said on purpose.
    record Null() implements Ipld {
        static final Null NULL = new Null();
    }

    /// True or false.
    record Bool(boolean value) implements Ipld {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);
    }

    /// An integer from -2^64 to 2^64-1, kept as CBOR does: `magnitude` unsigned, or -1 - magnitude.
    record Int(boolean negative, long magnitude) implements Ipld {

        /// The numbers that most documents are full of.
        private static final Int[] SMALL = new Int[256];

        static {
            Arrays.setAll(SMALL, magnitude -> new Int(false, magnitude));
        }

        public static Int of(long value) {
            return value < 0 ? new Int(true, ~value) : of(false, value);
        }

        static Int of(boolean negative, long magnitude) {
            return negative || Long.compareUnsigned(magnitude, SMALL.length) >= 0
                    ? new Int(negative, magnitude)
                    : SMALL[(int) magnitude];
        }

        public static Optional<Int> of(BigInteger value) {
            boolean negative = value.signum() < 0;
            var magnitude = negative ? value.not() : value;
            return magnitude.bitLength() > Long.SIZE
                    ? Optional.empty()
                    : Optional.of(new Int(negative, magnitude.longValue()));
        }

        /// Whether it is in the range of a signed 64-bit number.
        public boolean fitsLong() {
            return magnitude >= 0;
        }

        /// Whether it is in the range of a 64-bit number, signed or unsigned.
        boolean fitsWord() {
            return !negative || fitsLong();
        }

        public long asLong() {
            if (!fitsLong()) {
                throw new ArithmeticException(this + " is not in the range of a long");
            }
            return negative ? ~magnitude : magnitude;
        }

        public BigInteger asBig() {
            var unsigned = new BigInteger(Long.toUnsignedString(magnitude));
            return negative ? unsigned.not() : unsigned;
        }

        @Override
        public String toString() {
            return fitsLong() ? Long.toString(asLong()) : asBig().toString();
        }
    }

    /// A finite 64-bit float; negative zero has no canonical form and becomes zero.
    record Float64(double value) implements Ipld {
        public Float64 {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(value + " has no IPLD form");
            }
            value = value == 0 ? 0.0 : value;
        }
    }

    /// Unicode text.
    record Text(String value) implements Ipld {}

    /// Bytes.
    record Binary(Bytes value) implements Ipld {}

    /// A list.
    record List(java.util.List<Ipld> items) implements Ipld {
        static final List EMPTY = new List(new Fixed<>(new Ipld[0]));

        public List {
            items = items instanceof Fixed ? items : new Fixed<>(items.toArray(new Ipld[0]));
        }
    }

    /// A map with text keys, kept in DAG-CBOR's order: by length of the key's UTF-8, then bytewise.
    record Map(java.util.List<Entry> entries) implements Ipld {
        static final Map EMPTY = new Map(Entries.NONE);

        public Map {
            entries = Entries.of(entries);
        }

        /// The value under a key.
        public Optional<Ipld> find(String key) {
            int at = Keys.indexOf(entries, key);
            return at < 0 ? Optional.empty() : Optional.of(entries.get(at).value());
        }

        /// The same map with one more entry, or another value for one it has.
        public Map with(String key, Ipld value) {
            var kept = entries.stream().filter(entry -> !entry.key().equals(key));
            var added = Stream.of(new Entry(key, value));
            return new Map(Stream.concat(kept, added).toList());
        }
    }

    /// One key and its value.
    record Entry(String key, Ipld value) {}

    /// A link to the content of a name.
    record Link(Cid cid) implements Ipld {}
}

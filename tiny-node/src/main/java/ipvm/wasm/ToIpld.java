package ipvm.wasm;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes IPLD of what a module gives, as Homestar does.
final class ToIpld {

    private static final int FRACTION_DIGITS_MAX = 28;
    private static final int CID_CHARS_MIN = 8;

    private ToIpld() {}

    static Ipld value(Wit type, Value value) throws Unfit {
        return switch (type) {
            case Scalar scalar -> scalar(scalar, value);
            case Wit.ListOf list -> list(list, value);
            case Wit.Struct(var fields, var layout) -> {
                var entries = new ArrayList<Ipld.Entry>();
                for (int i = 0; i < fields.size(); i++) {
                    var field = fields.get(i);
                    entries.add(
                            new Ipld.Entry(field.name(), value(field.type(), many(value).get(i))));
                }
                yield new Ipld.Map(entries);
            }
            case Wit.Tuple(var types, var layout) -> {
                var items = new ArrayList<Ipld>();
                for (int i = 0; i < types.size(); i++) {
                    items.add(value(types.get(i), many(value).get(i)));
                }
                yield new Ipld.List(items);
            }
            case Wit.Variant(var cases, var layout) -> {
                var one = cases.get(chosen(value).index());
                yield Ipld.map(
                        one.name(), payload(one.type(), chosen(value).payload(), Ipld.ofNull()));
            }
            case Wit.Flags(var names, var layout) -> flags(names, bits(value));
            case Wit.Enumeration(var names, var layout) ->
                    Ipld.of(names.get(chosen(value).index()));
            case Wit.Option(var some, var layout) -> {
                var payload = chosen(value).payload();
                yield payload == null ? Ipld.ofNull() : value(some, payload);
            }
            case Wit.Result(var ok, var error, var layout) -> {
                var payload = chosen(value).payload();
                yield chosen(value).index() == 0
                        ? Ipld.list(payload(ok, payload, Ipld.of(1)), Ipld.ofNull())
                        : Ipld.list(Ipld.ofNull(), payload(error, payload, Ipld.of(1)));
            }
            case Wit.Handle handle ->
                    throw new Unfit("BadArgument", "a resource cannot leave its module");
        };
    }

    private static Ipld payload(Optional<Wit> type, @Nullable Value value, Ipld otherwise)
            throws Unfit {
        return type.isPresent() && value != null ? value(type.get(), value) : otherwise;
    }

    private static Ipld scalar(Scalar type, Value value) throws Unfit {
        return switch (type) {
            case BOOL -> Ipld.of(bits(value) != 0);
            case S8, U8, S16, U16, S32, U32, S64, I32, I64 -> Ipld.of(bits(value));
            case U64 ->
                    Ipld.Int.of(new BigInteger(Long.toUnsignedString(bits(value))))
                            .map(Ipld.class::cast)
                            .orElseThrow();
            case F32 -> float32(Float.intBitsToFloat((int) bits(value)));
            case F64 -> float64(Double.longBitsToDouble(bits(value)));
            case CHAR -> Ipld.of(Character.toString((int) bits(value)));
            case STRING -> text(value instanceof Value.Text(var text) ? text : "");
        };
    }

    private static Ipld float64(double value) throws Unfit {
        if (!Double.isFinite(value)) {
            throw new Unfit("NotFinite", "the result " + value + " has no IPLD form");
        }
        return Ipld.of(value);
    }

    /// Homestar passes through a decimal number, so it is the shortest one that counts.
    private static Ipld float32(float value) throws Unfit {
        if (!Float.isFinite(value)) {
            return float64(value);
        }
        var shortest = new BigDecimal(Float.toString(value));
        int digits = Math.min(shortest.scale(), FRACTION_DIGITS_MAX);
        return float64(shortest.setScale(digits, RoundingMode.HALF_EVEN).doubleValue());
    }

    private static Ipld text(String text) {
        if (text.equals("null")) {
            return Ipld.ofNull();
        }
        if (text.length() < CID_CHARS_MIN) {
            return Ipld.of(text);
        }
        try {
            return Ipld.of(Cid.parse(text));
        } catch (MalformedException e) {
            return Ipld.of(text);
        }
    }

    private static Ipld list(Wit.ListOf type, Value value) throws Unfit {
        if (value instanceof Value.Raw(var bytes)) {
            return bytes.isEmpty() ? Ipld.list() : Ipld.of(bytes);
        }
        if (type.element() instanceof Wit.Tuple(var types, var layout)
                && types.size() == 2
                && types.getFirst() == Scalar.STRING) {
            return map(types.get(1), many(value));
        }
        var items = new ArrayList<Ipld>();
        for (var item : many(value)) {
            items.add(value(type.element(), item));
        }
        return new Ipld.List(items);
    }

    /// Of two equal keys the later one counts.
    private static Ipld map(Wit type, List<Value> pairs) throws Unfit {
        var byKey = new LinkedHashMap<String, Ipld>();
        for (var pair : pairs) {
            if (many(pair).getFirst() instanceof Value.Text(var key)) {
                byKey.put(key, value(type, many(pair).get(1)));
            }
        }
        return new Ipld.Map(
                byKey.entrySet().stream()
                        .map(entry -> new Ipld.Entry(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Ipld flags(List<String> names, long bits) {
        var set = new ArrayList<Ipld>();
        for (int i = 0; i < names.size(); i++) {
            if ((bits >> i & 1) != 0) {
                set.add(Ipld.of(names.get(i)));
            }
        }
        return new Ipld.List(set);
    }

    private static long bits(Value value) {
        return value instanceof Value.Bits(var bits) ? bits : 0;
    }

    private static List<Value> many(Value value) {
        return value instanceof Value.Many(var values) ? values : List.of();
    }

    private static Value.Chosen chosen(Value value) {
        if (value instanceof Value.Chosen chosen) {
            return chosen;
        }
        throw new IllegalStateException("lifted something else than a case: " + value);
    }
}

package ipvm.wasm;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes values of a module's types from IPLD, as Homestar does; what does not fit is named with
/// its place, the type wanted and the value found.
final class FromIpld {

    private static final int SHOWN_CHARS_MAX = 80;

    /// The first word of a pair that stands for its second, as receipts and promises write them.
    private static final Set<String> WRAPPERS = Set.of("ok", "error", "just");

    private FromIpld() {}

    /// The arguments of a call; those beyond what the function takes are left out.
    static List<Value> args(FuncType type, List<Ipld> args) throws Unfit {
        var params = type.params();
        if (args.size() < params.size()) {
            throw new Unfit(
                    "BadArgument",
                    "%d of %d arguments given: %s"
                            .formatted(args.size(), params.size(), clipped(type.toString())));
        }
        var values = new ArrayList<Value>();
        for (int i = 0; i < params.size(); i++) {
            values.add(value(params.get(i).type(), literal(args.get(i)), params.get(i).name()));
        }
        return values;
    }

    private static Ipld literal(Ipld arg) {
        return arg instanceof Ipld.List(var items)
                        && items.size() == 2
                        && items.getFirst() instanceof Ipld.Text(var word)
                        && WRAPPERS.contains(word)
                ? items.get(1)
                : arg;
    }

    private static Value value(Wit type, Ipld found, String place) throws Unfit {
        return switch (type) {
            case Scalar scalar -> scalar(scalar, found, place);
            case Wit.ListOf list -> list(list, found, place);
            case Wit.Struct record -> record(record, found, place);
            case Wit.Tuple tuple -> tuple(tuple, found, place);
            case Wit.Variant variant -> variant(variant, found, place);
            case Wit.Flags flags -> flags(flags, found, place);
            case Wit.Enumeration names -> {
                int index =
                        first(found) instanceof Ipld.Text(var name)
                                ? names.names().indexOf(name)
                                : -1;
                if (index < 0) {
                    throw bad(type, found, place);
                }
                yield new Value.Chosen(index, null);
            }
            case Wit.Option option ->
                    found instanceof Ipld.Null
                            ? Value.NONE
                            : Value.some(value(option.some(), found, place));
            case Wit.Result result -> result(result, found, place);
            case Wit.Handle handle -> throw bad(type, found, place);
        };
    }

    /// A list given where one value is wanted stands for its first one.
    private static Ipld first(Ipld found) {
        Ipld at = found;
        while (at instanceof Ipld.List(var items) && !items.isEmpty()) {
            at = items.getFirst();
        }
        return at;
    }

    private static Value scalar(Scalar type, Ipld given, String place) throws Unfit {
        var found = first(given);
        return switch (type) {
            case BOOL -> {
                if (found instanceof Ipld.Bool(var value)) {
                    yield Value.bits(value ? 1 : 0);
                }
                throw bad(type, given, place);
            }
            case CHAR -> {
                if (found instanceof Ipld.Text(var text)
                        && text.codePointCount(0, text.length()) == 1) {
                    yield Value.bits(text.codePointAt(0));
                }
                throw bad(type, given, place);
            }
            case STRING -> new Value.Text(text(found).orElseThrow(() -> bad(type, given, place)));
            case F32 -> {
                float value = (float) number(type, found, place);
                if (!Float.isFinite(value)) {
                    throw new Unfit("NotFinite", place + ": " + shown(found) + " is beyond f32");
                }
                yield Value.bits(Float.floatToRawIntBits(value));
            }
            case F64 -> Value.bits(Double.doubleToRawLongBits(number(type, found, place)));
            case S8, U8, S16, U16, S32, U32, S64, U64, I32, I64 -> integer(type, found, place);
        };
    }

    private static double number(Scalar type, Ipld found, String place) throws Unfit {
        return switch (found) {
            case Ipld.Float64(var value) -> value;
            case Ipld.Int value -> value.asBig().doubleValue();
            case Ipld.Null n -> throw bad(type, found, place);
            case Ipld.Bool b -> throw bad(type, found, place);
            case Ipld.Text t -> throw bad(type, found, place);
            case Ipld.Binary b -> throw bad(type, found, place);
            case Ipld.List l -> throw bad(type, found, place);
            case Ipld.Map m -> throw bad(type, found, place);
            case Ipld.Link l -> throw bad(type, found, place);
        };
    }

    private static Value integer(Scalar type, Ipld found, String place) throws Unfit {
        if (found instanceof Ipld.Float64(var value)) {
            var whole = new BigDecimal(value).toBigInteger();
            return Value.bits(whole.max(type.min()).min(type.max()).longValue());
        }
        if (found instanceof Ipld.Int number && isWithin(type, number.asBig())) {
            return Value.bits(number.asBig().longValue());
        }
        throw bad(type, found, place);
    }

    private static boolean isWithin(Scalar type, BigInteger value) {
        return value.compareTo(type.min()) >= 0 && value.compareTo(type.max()) <= 0;
    }

    private static Optional<String> text(Ipld found) {
        return switch (found) {
            case Ipld.Text(var text) -> Optional.of(text);
            case Ipld.Null n -> Optional.of("null");
            case Ipld.Binary(var bytes) ->
                    Optional.of(
                            Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray()));
            case Ipld.Link(var cid) -> Optional.of(cid.toString());
            case Ipld.Bool b -> Optional.empty();
            case Ipld.Int i -> Optional.empty();
            case Ipld.Float64 f -> Optional.empty();
            case Ipld.List l -> Optional.empty();
            case Ipld.Map m -> Optional.empty();
        };
    }

    private static Value list(Wit.ListOf type, Ipld found, String place) throws Unfit {
        var element = type.element();
        if (found instanceof Ipld.Binary(var bytes) && element == Scalar.U8) {
            return new Value.Raw(bytes);
        }
        if (found instanceof Ipld.List(var items)) {
            return element == Scalar.U8 ? raw(items, place) : items(element, items, place);
        }
        if (found instanceof Ipld.Map(var entries)
                && element instanceof Wit.Tuple(var types, var layout)
                && types.size() == 2
                && types.getFirst() == Scalar.STRING) {
            var values = new ArrayList<Value>();
            for (var entry : entries) {
                var value = value(types.get(1), entry.value(), place + "." + entry.key());
                values.add(new Value.Many(List.of(new Value.Text(entry.key()), value)));
            }
            return new Value.Many(List.copyOf(values));
        }
        throw bad(type, found, place);
    }

    private static Value raw(List<Ipld> items, String place) throws Unfit {
        var bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (integer(Scalar.U8, first(items.get(i)), place + "[" + i + "]")
                    instanceof Value.Bits(var bits)) {
                bytes[i] = (byte) bits;
            }
        }
        return new Value.Raw(Bytes.wrap(bytes));
    }

    private static Value items(Wit element, List<Ipld> items, String place) throws Unfit {
        var values = new ArrayList<Value>();
        for (var item : items) {
            values.add(value(element, item, place + "[" + values.size() + "]"));
        }
        return new Value.Many(List.copyOf(values));
    }

    private static Value record(Wit.Struct type, Ipld found, String place) throws Unfit {
        if (!(found instanceof Ipld.Map map)) {
            throw bad(type, found, place);
        }
        var values = new ArrayList<Value>();
        for (var field : type.fields()) {
            var value = map.find(field.name());
            if (value.isEmpty()) {
                throw new Unfit(
                        "BadArgument",
                        place
                                + "."
                                + field.name()
                                + ": expected "
                                + field.type()
                                + ", found nothing");
            }
            values.add(value(field.type(), value.get(), place + "." + field.name()));
        }
        return new Value.Many(List.copyOf(values));
    }

    private static Value tuple(Wit.Tuple type, Ipld found, String place) throws Unfit {
        var types = type.types();
        if (!(found instanceof Ipld.List(var items)) || items.size() < types.size()) {
            throw bad(type, found, place);
        }
        var values = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
            values.add(value(types.get(i), items.get(i), place + "[" + i + "]"));
        }
        return new Value.Many(List.copyOf(values));
    }

    private static Value variant(Wit.Variant type, Ipld found, String place) throws Unfit {
        if (found instanceof Ipld.Map(var entries) && !entries.isEmpty()) {
            var entry = entries.getFirst();
            for (int i = 0; i < type.cases().size(); i++) {
                var one = type.cases().get(i);
                if (one.name().equals(entry.key())) {
                    return chosen(i, one.type(), entry.value(), place + "." + entry.key());
                }
            }
        }
        throw bad(type, found, place);
    }

    private static Value chosen(int index, Optional<Wit> type, Ipld found, String place)
            throws Unfit {
        return new Value.Chosen(index, type.isPresent() ? value(type.get(), found, place) : null);
    }

    private static Value flags(Wit.Flags type, Ipld found, String place) throws Unfit {
        if (!(found instanceof Ipld.List(var items))) {
            throw bad(type, found, place);
        }
        long bits = 0;
        for (var item : items) {
            int index = item instanceof Ipld.Text(var name) ? type.names().indexOf(name) : -1;
            if (index < 0) {
                throw bad(type, found, place);
            }
            bits |= 1L << index;
        }
        return Value.bits(bits);
    }

    /// `[value, null]` or `[null, error]`; a one stands where there is no payload.
    private static Value result(Wit.Result type, Ipld found, String place) throws Unfit {
        if (found instanceof Ipld.List(var items) && items.size() == 2) {
            boolean isOk = items.get(1) instanceof Ipld.Null;
            boolean isError = items.get(0) instanceof Ipld.Null;
            if (isOk && !isError) {
                return chosen(0, type.ok(), items.get(0), place + "[0]");
            }
            if (isError && !isOk) {
                return chosen(1, type.error(), items.get(1), place + "[1]");
            }
        }
        throw bad(type, found, place);
    }

    private static Unfit bad(Wit type, Ipld found, String place) {
        return new Unfit(
                "BadArgument",
                "%s: expected %s, found %s"
                        .formatted(clipped(place), clipped(type.toString()), shown(found)));
    }

    private static String shown(Ipld found) {
        try {
            return isShort(found) ? clipped(DagJson.text(found)) : found.kind();
        } catch (MalformedException e) {
            return found.kind();
        }
    }

    private static boolean isShort(Ipld found) {
        return switch (found) {
            case Ipld.Text(var text) -> text.length() <= SHOWN_CHARS_MAX;
            case Ipld.Binary(var bytes) -> bytes.size() <= SHOWN_CHARS_MAX;
            case Ipld.List(var items) -> items.size() <= SHOWN_CHARS_MAX;
            case Ipld.Map(var entries) -> entries.size() <= SHOWN_CHARS_MAX;
            case Ipld.Null n -> true;
            case Ipld.Bool b -> true;
            case Ipld.Int i -> true;
            case Ipld.Float64 f -> true;
            case Ipld.Link l -> true;
        };
    }

    static String clipped(String text) {
        return text.length() <= SHOWN_CHARS_MAX
                ? text
                : text.substring(0, SHOWN_CHARS_MAX - 3) + "...";
    }
}

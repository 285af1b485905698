package ipvm.wasm;

import ipvm.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads values that a core module hands out, from its memory or from core values.
record Lift(Guest guest) {

    /// What a value in a list takes on our side, here and as IPLD, about.
    private static final int VALUE_BYTES = 64;

    Value flat(Wit type, Flats in) {
        return switch (type) {
            case Scalar scalar when scalar == Scalar.STRING -> text(in.nextInt(), in.nextInt());
            case Scalar scalar -> Value.bits(scalar.lifted(in.next()));
            case Wit.ListOf(var element, var layout) -> list(element, in.nextInt(), in.nextInt());
            case Wit.Struct(var fields, var layout) ->
                    flat(fields.stream().map(Wit.Field::type).toList(), in);
            case Wit.Tuple(var types, var layout) -> flat(types, in);
            case Wit.Flags flags -> flags(flags, in.next());
            case Wit.Handle handle -> guest.state().lift(handle, in.nextInt());
            case Wit.Variant v -> flatCase(Cases.of(v), v.layout(), in);
            case Wit.Enumeration e -> flatCase(Cases.of(e), e.layout(), in);
            case Wit.Option o -> flatCase(Cases.of(o), o.layout(), in);
            case Wit.Result r -> flatCase(Cases.of(r), r.layout(), in);
        };
    }

    private Value flat(List<Wit> types, Flats in) {
        return new Value.Many(types.stream().map(type -> flat(type, in)).toList());
    }

    private Value flatCase(List<Optional<Wit>> cases, Layout layout, Flats in) {
        int after = in.position() + layout.flat().size();
        int index = chosen(in.next() & 0xffff_ffffL, cases);
        var payload = cases.get(index);
        Value value = payload.isPresent() ? flat(payload.get(), in) : null;
        in.skipTo(after);
        return new Value.Chosen(index, value);
    }

    private static int chosen(long index, List<?> cases) {
        if (index >= cases.size()) {
            throw Fault.of("invalid discriminant");
        }
        return (int) index;
    }

    Value load(Wit type, int at) {
        int size = type.layout().size();
        return switch (type) {
            case Scalar scalar when scalar == Scalar.STRING -> text(word(at), word(at + 4));
            case Scalar scalar -> Value.bits(scalar.lifted(guest.load(at, size)));
            case Wit.ListOf(var element, var layout) -> list(element, word(at), word(at + 4));
            case Wit.Struct(var fields, var layout) ->
                    load(fields.stream().map(Wit.Field::type).toList(), at);
            case Wit.Tuple(var types, var layout) -> load(types, at);
            case Wit.Flags flags -> flags(flags, guest.load(at, size));
            case Wit.Handle handle -> guest.state().lift(handle, word(at));
            case Wit.Variant v -> loadCase(Cases.of(v), v.layout(), at);
            case Wit.Enumeration e -> loadCase(Cases.of(e), e.layout(), at);
            case Wit.Option o -> loadCase(Cases.of(o), o.layout(), at);
            case Wit.Result r -> loadCase(Cases.of(r), r.layout(), at);
        };
    }

    /// Values one after the other, as in a record or in the memory that holds all parameters.
    Value.Many load(List<Wit> types, int at) {
        var values = new ArrayList<Value>();
        int place = 0;
        for (var type : types) {
            place = Layout.aligned(place, type.layout().align());
            values.add(load(type, at + place));
            place += type.layout().size();
        }
        guest.charge((long) VALUE_BYTES * values.size());
        return new Value.Many(List.copyOf(values));
    }

    private Value loadCase(List<Optional<Wit>> cases, Layout layout, int at) {
        int size = Layout.discriminant(cases.size());
        int index = chosen(guest.load(at, size), cases);
        var payload = cases.get(index);
        int place = Cases.payloadOffset(cases);
        @Nullable Value value = payload.isPresent() ? load(payload.get(), at + place) : null;
        guest.charge(layout.size());
        return new Value.Chosen(index, value);
    }

    private int word(int at) {
        return (int) guest.load(at, 4);
    }

    private Value text(int at, int length) {
        return new Value.Text(guest.encoding().load(guest, at, length));
    }

    private static Value flags(Wit.Flags type, long raw) {
        return Value.bits(raw & ((1L << type.names().size()) - 1));
    }

    private Value list(Wit element, int at, int length) {
        int stride = element.layout().size();
        long size = Integer.toUnsignedLong(length) * stride;
        if (element == Scalar.U8) {
            return new Value.Raw(Bytes.wrap(guest.read(at, size, 1)));
        }
        guest.check(at, size, element.layout().align());
        guest.charge(Math.max(size, (long) VALUE_BYTES * length));
        var values = new Value[length];
        for (int i = 0; i < length; i++) {
            values[i] = load(element, at + i * stride);
        }
        return new Value.Many(List.of(values));
    }
}

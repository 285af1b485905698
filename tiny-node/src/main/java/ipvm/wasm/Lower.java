package ipvm.wasm;

import ipvm.data.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes values as a core module takes them, into its memory or as core values.
///
/// It checks that the value is of the type, because a host's answer is given for a type that the
/// component declares.
record Lower(Guest guest) {

    void flat(Wit type, @Nullable Value value, Flats out) {
        switch (type) {
            case Scalar scalar when scalar == Scalar.STRING -> pointed(type, value, out);
            case Scalar scalar -> out.push(scalar.layout().flat().getFirst(), bits(value));
            case Wit.ListOf list -> pointed(list, value, out);
            case Wit.Struct(var fields, var layout) ->
                    flat(fields.stream().map(Wit.Field::type).toList(), value, out);
            case Wit.Tuple(var types, var layout) -> flat(types, value, out);
            case Wit.Flags flags -> out.push((int) bits(value));
            case Wit.Handle handle ->
                    out.push(guest.state().lower(handle, as(Value.Reference.class, value)));
            case Wit.Variant v -> flatCase(Cases.of(v), v.layout(), value, out);
            case Wit.Enumeration e -> flatCase(Cases.of(e), e.layout(), value, out);
            case Wit.Option o -> flatCase(Cases.of(o), o.layout(), value, out);
            case Wit.Result r -> flatCase(Cases.of(r), r.layout(), value, out);
        }
    }

    private void flat(List<Wit> types, @Nullable Value value, Flats out) {
        var values = many(types.size(), value);
        for (int i = 0; i < types.size(); i++) {
            flat(types.get(i), values.get(i), out);
        }
    }

    private void flatCase(
            List<Optional<Wit>> cases, Layout layout, @Nullable Value value, Flats out) {
        int after = out.size() + layout.flat().size();
        var chosen = chosen(cases, value);
        out.push(chosen.index());
        var payload = cases.get(chosen.index());
        if (payload.isPresent()) {
            flat(payload.get(), chosen.payload(), out);
        }
        out.pad(after);
    }

    void store(Wit type, @Nullable Value value, int at) {
        int size = type.layout().size();
        switch (type) {
            case Scalar scalar when scalar == Scalar.STRING -> storePointed(type, value, at);
            case Scalar scalar -> guest.store(at, size, bits(value));
            case Wit.ListOf list -> storePointed(list, value, at);
            case Wit.Struct(var fields, var layout) ->
                    store(fields.stream().map(Wit.Field::type).toList(), value, at);
            case Wit.Tuple(var types, var layout) -> store(types, value, at);
            case Wit.Flags flags -> guest.store(at, size, bits(value));
            case Wit.Handle handle -> {
                var reference = as(Value.Reference.class, value);
                guest.store(at, size, guest.state().lower(handle, reference));
            }
            case Wit.Variant v -> storeCase(Cases.of(v), value, at);
            case Wit.Enumeration e -> storeCase(Cases.of(e), value, at);
            case Wit.Option o -> storeCase(Cases.of(o), value, at);
            case Wit.Result r -> storeCase(Cases.of(r), value, at);
        }
    }

    /// Values one after the other, as in a record or in the memory that holds all parameters.
    void store(List<Wit> types, @Nullable Value value, int at) {
        var values = many(types.size(), value);
        int place = 0;
        for (int i = 0; i < types.size(); i++) {
            var layout = types.get(i).layout();
            place = Layout.aligned(place, layout.align());
            store(types.get(i), values.get(i), at + place);
            place += layout.size();
        }
    }

    private void storeCase(List<Optional<Wit>> cases, @Nullable Value value, int at) {
        var chosen = chosen(cases, value);
        guest.store(at, Layout.discriminant(cases.size()), chosen.index());
        var payload = cases.get(chosen.index());
        if (payload.isPresent()) {
            store(payload.get(), chosen.payload(), at + Cases.payloadOffset(cases));
        }
    }

    private void storePointed(Wit type, @Nullable Value value, int at) {
        var pointer = Flats.empty();
        pointed(type, value, pointer);
        guest.store(at, 4, pointer.next());
        guest.store(at + 4, 4, pointer.next());
    }

    private void pointed(Wit type, @Nullable Value value, Flats out) {
        if (type instanceof Wit.ListOf(var element, var layout)) {
            list(element, value, out);
        } else {
            out.push(guest.encoding().store(as(Value.Text.class, value).text(), guest, out));
        }
    }

    private void list(Wit element, @Nullable Value value, Flats out) {
        if (element == Scalar.U8) {
            raw(as(Value.Raw.class, value).bytes(), out);
            return;
        }
        var values = as(Value.Many.class, value).values();
        int stride = element.layout().size();
        int at = guest.allocate((long) stride * values.size(), element.layout().align());
        for (int i = 0; i < values.size(); i++) {
            store(element, values.get(i), at + i * stride);
        }
        out.push(at);
        out.push(values.size());
    }

    private void raw(Bytes bytes, Flats out) {
        int at = guest.allocate(bytes.size(), 1);
        guest.write(at, bytes.toArray());
        out.push(at);
        out.push(bytes.size());
    }

    private static long bits(@Nullable Value value) {
        return as(Value.Bits.class, value).bits();
    }

    private static List<Value> many(int size, @Nullable Value value) {
        var values = as(Value.Many.class, value).values();
        if (values.size() != size) {
            throw misfit();
        }
        return values;
    }

    private static Value.Chosen chosen(List<?> cases, @Nullable Value value) {
        var chosen = as(Value.Chosen.class, value);
        if (chosen.index() >= cases.size()) {
            throw misfit();
        }
        return chosen;
    }

    private static <T extends Value> T as(Class<T> shape, @Nullable Value value) {
        if (!shape.isInstance(value)) {
            throw misfit();
        }
        return shape.cast(value);
    }

    private static Fault misfit() {
        return Fault.of("a value that is not of its type");
    }
}

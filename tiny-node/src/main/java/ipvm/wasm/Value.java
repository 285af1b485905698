package ipvm.wasm;

import ipvm.data.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value between components or between one and its host; what it means, its [Wit] says.
sealed interface Value {

    /// A number: an integer in two's complement, a float's bits, a code point, flags, or 0 and 1.
    record Bits(long bits) implements Value {}

    /// A string.
    record Text(String text) implements Value {}

    /// A `list<u8>`.
    record Raw(Bytes bytes) implements Value {}

    /// Any other list, the fields of a record, or the parts of a tuple.
    record Many(List<Value> values) implements Value {}

    /// One of several: of a variant or enum, an option (0 is none) or a result (0 is ok).
    record Chosen(int index, @Nullable Value payload) implements Value {}

    /// What a handle stands for.
    record Reference(Resource resource, int representation) implements Value {}

    Value NONE = new Chosen(0, null);

    static Value some(Value value) {
        return new Chosen(1, value);
    }

    static Value ok(@Nullable Value value) {
        return new Chosen(0, value);
    }

    static Value bits(long bits) {
        return new Bits(bits);
    }
}

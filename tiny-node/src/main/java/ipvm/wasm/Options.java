package ipvm.wasm;

import org.jspecify.annotations.Nullable;

/// Through what values pass between a component and its core module.
record Options(
        Encoding encoding,
        @Nullable CoreItem memory,
        @Nullable CoreItem realloc,
        @Nullable CoreItem postReturn) {

    static final Options NONE = new Options(Encoding.UTF8, null, null, null);

    Options withEncoding(Encoding other) {
        return new Options(other, memory, realloc, postReturn);
    }

    Options withMemory(CoreItem item) {
        return new Options(encoding, item, realloc, postReturn);
    }

    Options withRealloc(CoreItem item) {
        return new Options(encoding, memory, item, postReturn);
    }

    Options withPostReturn(CoreItem item) {
        return new Options(encoding, memory, realloc, item);
    }
}

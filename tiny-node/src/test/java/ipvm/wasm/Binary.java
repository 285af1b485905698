package ipvm.wasm;

import ipvm.data.Bytes;
import java.util.Arrays;
import java.util.List;

/// Writes components byte by byte, where no tool would write what a test wants to be refused.
final class Binary {

    static final Bytes PREAMBLE = Bytes.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);
    static final Bytes CORE_PREAMBLE = Bytes.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

    private Binary() {}

    static Bytes u32(int value) {
        return Integer.compareUnsigned(value, 0x80) < 0
                ? Bytes.of(value)
                : Bytes.concat(Bytes.of((value & 0x7f) | 0x80), u32(value >>> 7));
    }

    /// The index of a type, which must not look like a primitive one.
    static Bytes type(int index) {
        return index < 0x40 ? Bytes.of(index) : Bytes.of((index & 0x7f) | 0x80, index >>> 7);
    }

    static Bytes name(String text) {
        var bytes = Bytes.utf8(text);
        return Bytes.concat(u32(bytes.size()), bytes);
    }

    static Bytes concat(Bytes... parts) {
        return Bytes.concat(parts);
    }

    static Bytes vec(List<Bytes> items) {
        return concat(u32(items.size()), Bytes.concat(items.toArray(Bytes[]::new)));
    }

    static Bytes vec(Bytes... items) {
        return vec(Arrays.asList(items));
    }

    static Bytes section(int id, Bytes content) {
        return concat(Bytes.of(id), u32(content.size()), content);
    }

    static Bytes component(Bytes... sections) {
        return concat(PREAMBLE, Bytes.concat(sections));
    }

    /// The core module of `ids.wasm`: functions that give back what they get, in a memory too.
    static Bytes mirror() {
        var ids = Fixture.bytes("ids.wasm");
        var in = Reader.of(ids.from(9).toArray());
        try {
            return Bytes.wrap(in.part("core module").rest());
        } catch (Refused e) {
            throw new IllegalStateException(e);
        }
    }

    /// Core function 0 is `realloc`, 1 the one named; memory 0 is theirs.
    static Bytes mirrored(String core) {
        return concat(
                section(1, mirror()),
                section(2, vec(concat(Bytes.of(0, 0), vec()))),
                section(
                        6,
                        vec(
                                concat(Bytes.of(0, 2, 1, 0), name("mem")),
                                concat(Bytes.of(0, 0, 1, 0), name("realloc")),
                                concat(Bytes.of(0, 0, 1, 0), name(core)))));
    }

    /// Lifts core function 1 as the last of the types given, with memory and realloc.
    static Bytes lifted(int encoding, List<Bytes> types) {
        return concat(
                section(7, vec(types)),
                section(
                        8,
                        vec(
                                concat(
                                        Bytes.of(0, 0, 1, 3, encoding, 3, 0, 4, 0),
                                        u32(types.size() - 1)))));
    }

    static Bytes exported(String name, int sort, int index) {
        return section(
                11, vec(concat(Bytes.of(0), name(name), Bytes.of(sort), u32(index), Bytes.of(0))));
    }

    /// A component of one function `f` over one of the mirror's.
    static Bytes function(String core, int encoding, Bytes... types) {
        return component(
                mirrored(core), lifted(encoding, Arrays.asList(types)), exported("f", 1, 0));
    }

    /// A function type with parameters a, b, c ... of types that are one byte.
    static Bytes func(int result, int... params) {
        var named = new Bytes[params.length];
        for (int i = 0; i < params.length; i++) {
            named[i] = concat(name(Character.toString('a' + i)), Bytes.of(params[i]));
        }
        return concat(Bytes.of(0x40), vec(named), Bytes.of(0, result));
    }
}

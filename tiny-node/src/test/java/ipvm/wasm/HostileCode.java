package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.u32;
import static ipvm.wasm.Binary.vec;

import ipvm.data.Bytes;

/// Components whose code does the harm: at their start, or by calling out.
final class HostileCode {

    private HostileCode() {}

    static Bytes started(int... code) {
        var core =
                concat(
                        Binary.CORE_PREAMBLE,
                        section(1, vec(Bytes.of(0x60, 0, 0))),
                        section(3, Bytes.of(1, 0)),
                        section(8, Bytes.of(0)),
                        section(10, vec(concat(Bytes.of(code.length), Bytes.of(code)))));
        return component(section(1, core), section(2, vec(Bytes.of(0, 0, 0))));
    }

    /// Calls `print` in a loop with a string of that many bytes of a memory of 4 MB.
    static Bytes printing(int size) {
        var code =
                concat(
                        Bytes.of(0, 3, 0x40, 0x41, 0, 0x41),
                        signed(size),
                        Bytes.of(0x10, 0, 0x0c, 0, 0x0b, 0x0b));
        var lender =
                concat(
                        Binary.CORE_PREAMBLE,
                        section(5, Bytes.of(1, 0, 64)),
                        section(7, vec(concat(name("mem"), Bytes.of(2, 0)))));
        var core =
                concat(
                        Binary.CORE_PREAMBLE,
                        section(1, vec(Bytes.of(0x60, 2, 0x7f, 0x7f, 0), Bytes.of(0x60, 0, 0))),
                        section(2, vec(concat(name("h"), name("print"), Bytes.of(0, 0)))),
                        section(3, Bytes.of(1, 1)),
                        section(7, vec(concat(name("run"), Bytes.of(0, 1)))),
                        section(10, vec(concat(u32(code.size()), code))));
        var print = concat(Bytes.of(0x40), vec(concat(name("m"), Bytes.of(0x73))), Bytes.of(1, 0));
        var declared =
                concat(
                        Bytes.of(0x42),
                        vec(
                                concat(Bytes.of(1), print),
                                concat(Bytes.of(4, 0), name("print"), Bytes.of(1, 0))));
        return component(
                section(7, vec(declared, Bytes.of(0x40, 0, 1, 0))),
                section(
                        10,
                        vec(
                                concat(
                                        Bytes.of(0),
                                        name("homestar:host/helpers@0.1.0"),
                                        Bytes.of(5, 0)))),
                section(1, lender),
                section(2, vec(Bytes.of(0, 0, 0))),
                section(
                        6,
                        vec(
                                concat(Bytes.of(1, 0, 0), name("print")),
                                concat(Bytes.of(0, 2, 1, 0), name("mem")))),
                section(8, vec(Bytes.of(1, 0, 0, 2, 0, 3, 0))),
                section(1, core),
                section(
                        2,
                        vec(
                                concat(Bytes.of(1), vec(concat(name("print"), Bytes.of(0, 0)))),
                                concat(Bytes.of(0, 1), vec(concat(name("h"), Bytes.of(0x12, 1)))))),
                section(6, vec(concat(Bytes.of(0, 0, 1, 2), name("run")))),
                section(8, vec(Bytes.of(0, 0, 1, 0, 1))),
                Binary.exported("run", 1, 1));
    }

    private static Bytes signed(int value) {
        return value == 0
                ? Bytes.of(0)
                : concat(
                        Bytes.of(
                                (value & 0x7f) | 0x80,
                                (value >>> 7 & 0x7f) | 0x80,
                                (value >>> 14 & 0x7f) | 0x80,
                                value >>> 21 & 0x7f));
    }
}

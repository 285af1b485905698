package ipvm.jit;

import java.util.List;

/// Modules of one function called `run`, for tests that say only what is special about them.
final class Built {

    static final Signature NOTHING = new Signature(List.of(), List.of());

    private Built() {}

    /// A module that exports a function of this type with this body, which starts at its locals.
    static byte[] of(Signature type, Binary body) {
        return with(new Binary(), type, body);
    }

    /// The same with sections between the function's and the export section.
    static byte[] with(Binary sections, Signature type, Binary body) {
        return Binary.module()
                .section(1, new Binary().u32(1).type(type))
                .section(3, new Binary().u8(1, 0))
                .add(sections)
                .section(7, new Binary().u8(1).name("run").u8(0, 0))
                .section(10, new Binary().u8(1).sized(body))
                .bytes();
    }

    /// Operators without locals, and the end.
    static byte[] code(Binary operators) {
        return of(NOTHING, new Binary().u8(0).add(operators).u8(Code.END));
    }

    /// The same with a memory of one page.
    static byte[] withMemory(Binary operators) {
        return with(
                new Binary().section(5, new Binary().u8(1, 0, 1)),
                NOTHING,
                new Binary().u8(0).add(operators).u8(Code.END));
    }
}

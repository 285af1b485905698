package ipvm.jit;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.function.IntPredicate;

/// Copies of a module with only those sections that a reader needs.
final class Hollow {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int CODE = 10;
    private static final int NO_CODE = -1;

    /// Types, functions, elements, and how many data segments there are.
    private static final Set<Integer> KEPT_FOR_ONE = Set.of(1, 3, 9, 12);

    /// A size of three, no locals, `unreachable`, `end`.
    private static final byte[] BODY = {3, 0, 0, 0x0b};

    private Hollow() {}

    /// What Endive links and instantiates: everything but code.
    static byte[] of(Module module) {
        return copy(module, id -> id != CUSTOM && id != CODE, NO_CODE);
    }

    /// What it needs to run one function in an instance of its own: types, elements, and code.
    static byte[] only(Module module, int function) {
        return copy(module, KEPT_FOR_ONE::contains, function);
    }

    private static byte[] copy(Module module, IntPredicate isKept, int function) {
        var out = new ByteArrayOutputStream();
        out.write(module.bytes, 0, HEADER_BYTES);
        try {
            var in = new Wire(module.bytes, HEADER_BYTES, module.bytes.length);
            while (!in.atEnd()) {
                int start = in.position();
                int id = in.u8();
                in.skip("section", in.u32());
                if (id == CODE && function != NO_CODE) {
                    code(module, function, out);
                } else if (isKept.test(id)) {
                    out.write(module.bytes, start, in.position() - start);
                }
            }
        } catch (Refused e) {
            throw new IllegalStateException("a module that was read before", e);
        }
        return out.toByteArray();
    }

    private static void code(Module module, int function, ByteArrayOutputStream out) {
        var content = new ByteArrayOutputStream();
        u32(module.bodies.size(), content);
        for (int i = 0; i < module.bodies.size(); i++) {
            if (module.importedFunctions + i == function) {
                var body = module.bodies.get(i);
                u32(body.size(), content);
                content.write(module.bytes, body.start(), body.size());
            } else {
                content.writeBytes(BODY);
            }
        }
        out.write(CODE);
        u32(content.size(), out);
        out.writeBytes(content.toByteArray());
    }

    private static void u32(int value, ByteArrayOutputStream out) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}

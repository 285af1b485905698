package ipvm.jit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// A copy of a module without custom sections and, where no function has to be kept for the
/// interpreter, without code, for a reader that only links.
final class Hollow {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int CODE = 10;

    /// A size of three, no locals, `unreachable`, `end`.
    private static final byte[] BODY = {3, 0, 0, 0x0b};

    private Hollow() {}

    static byte[] of(Module module) {
        try {
            return copy(module);
        } catch (Refused e) {
            throw new IllegalStateException("a module that was read before", e);
        }
    }

    private static byte[] copy(Module module) throws Refused {
        var out = new ByteArrayOutputStream();
        out.write(module.bytes, 0, HEADER_BYTES);
        var in = new Wire(module.bytes, HEADER_BYTES, module.bytes.length);
        while (!in.atEnd()) {
            int start = in.position();
            int id = in.u8();
            in.skip("section", in.u32());
            if (id == CODE) {
                if (Arrays.stream(module.shapes).anyMatch(Shape::isHuge)) {
                    code(module, out);
                }
            } else if (id != CUSTOM) {
                out.write(module.bytes, start, in.position() - start);
            }
        }
        return out.toByteArray();
    }

    private static void code(Module module, ByteArrayOutputStream out) {
        var content = new ByteArrayOutputStream();
        u32(module.bodies.size(), content);
        for (int i = 0; i < module.bodies.size(); i++) {
            if (module.shapes[i].isHuge()) {
                whole(module, module.bodies.get(i), content);
            } else {
                content.writeBytes(BODY);
            }
        }
        out.write(CODE);
        u32(content.size(), out);
        out.writeBytes(content.toByteArray());
    }

    /// What no JVM method may be able to hold is left for the interpreter.
    private static void whole(Module module, Module.Body body, ByteArrayOutputStream out) {
        u32(body.size(), out);
        out.write(module.bytes, body.start(), body.size());
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

package ipvm.jit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the binary format of modules, for tests that need one of their own.
final class Binary {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// The magic number and the version.
    static Binary module() {
        return new Binary().u8(0, 'a', 's', 'm', 1, 0, 0, 0);
    }

    Binary u8(int... bytes) {
        for (int one : bytes) {
            out.write(one);
        }
        return this;
    }

    Binary u32(long value) {
        long rest = value & 0xffff_ffffL;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    Binary s64(long value) {
        long rest = value;
        while (rest > 0x3f || rest < -0x40) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
        return this;
    }

    Binary i32(int value) {
        return u8(Code.I32_CONST).s64(value);
    }

    Binary raw(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
        return this;
    }

    Binary name(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        u32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Binary types(List<Val> types) {
        u32(types.size());
        types.forEach(type -> u8(type.code));
        return this;
    }

    Binary type(Signature type) {
        return u8(0x60).types(type.params()).types(type.results());
    }

    Binary add(Binary other) {
        out.writeBytes(other.bytes());
        return this;
    }

    /// The same bytes many times.
    Binary times(int count, Binary other) {
        var bytes = other.bytes();
        for (int i = 0; i < count; i++) {
            out.writeBytes(bytes);
        }
        return this;
    }

    /// Something with its size before it: a section, a body, a string of bytes.
    Binary sized(Binary content) {
        return u32(content.out.size()).add(content);
    }

    Binary section(int id, Binary content) {
        return u8(id).sized(content);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}

package ipvm.jit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// Loads and stores of compiled code. An address beyond the array is found by the check that the
/// JVM makes anyway; the exception of that check becomes the trap.
public final class Mem {

    static final String NAME = "ipvm/jit/Mem";

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Mem() {}

    /// Base plus offset as an index, negative when the sum is beyond 2^31: no memory is that large,
    /// so the array's own check turns it away.
    private static int at(int base, int offset) {
        return (base >> 31) | (base + offset);
    }

    public static int i32Load(int base, byte[] memory) {
        return (int) INT.get(memory, base);
    }

    public static int i32Load(int base, int offset, byte[] memory) {
        return i32Load(at(base, offset), memory);
    }

    public static long i64Load(int base, byte[] memory) {
        return (long) LONG.get(memory, base);
    }

    public static long i64Load(int base, int offset, byte[] memory) {
        return i64Load(at(base, offset), memory);
    }

    public static float f32Load(int base, byte[] memory) {
        return Float.intBitsToFloat((int) INT.get(memory, base));
    }

    public static float f32Load(int base, int offset, byte[] memory) {
        return f32Load(at(base, offset), memory);
    }

    public static double f64Load(int base, byte[] memory) {
        return Double.longBitsToDouble((long) LONG.get(memory, base));
    }

    public static double f64Load(int base, int offset, byte[] memory) {
        return f64Load(at(base, offset), memory);
    }

    public static int i32Load8S(int base, byte[] memory) {
        return memory[Objects.checkIndex(base, memory.length)];
    }

    public static int i32Load8S(int base, int offset, byte[] memory) {
        return i32Load8S(at(base, offset), memory);
    }

    public static int i32Load8U(int base, byte[] memory) {
        return memory[Objects.checkIndex(base, memory.length)] & 0xff;
    }

    public static int i32Load8U(int base, int offset, byte[] memory) {
        return i32Load8U(at(base, offset), memory);
    }

    public static int i32Load16S(int base, byte[] memory) {
        return (short) SHORT.get(memory, base);
    }

    public static int i32Load16S(int base, int offset, byte[] memory) {
        return i32Load16S(at(base, offset), memory);
    }

    public static int i32Load16U(int base, byte[] memory) {
        return (short) SHORT.get(memory, base) & 0xffff;
    }

    public static int i32Load16U(int base, int offset, byte[] memory) {
        return i32Load16U(at(base, offset), memory);
    }

    public static long i64Load8S(int base, byte[] memory) {
        return memory[Objects.checkIndex(base, memory.length)];
    }

    public static long i64Load8S(int base, int offset, byte[] memory) {
        return i64Load8S(at(base, offset), memory);
    }

    public static long i64Load8U(int base, byte[] memory) {
        return memory[Objects.checkIndex(base, memory.length)] & 0xffL;
    }

    public static long i64Load8U(int base, int offset, byte[] memory) {
        return i64Load8U(at(base, offset), memory);
    }

    public static long i64Load16S(int base, byte[] memory) {
        return (short) SHORT.get(memory, base);
    }

    public static long i64Load16S(int base, int offset, byte[] memory) {
        return i64Load16S(at(base, offset), memory);
    }

    public static long i64Load16U(int base, byte[] memory) {
        return (short) SHORT.get(memory, base) & 0xffffL;
    }

    public static long i64Load16U(int base, int offset, byte[] memory) {
        return i64Load16U(at(base, offset), memory);
    }

    public static long i64Load32S(int base, byte[] memory) {
        return (int) INT.get(memory, base);
    }

    public static long i64Load32S(int base, int offset, byte[] memory) {
        return i64Load32S(at(base, offset), memory);
    }

    public static long i64Load32U(int base, byte[] memory) {
        return (int) INT.get(memory, base) & 0xffff_ffffL;
    }

    public static long i64Load32U(int base, int offset, byte[] memory) {
        return i64Load32U(at(base, offset), memory);
    }

    public static void i32Store(int base, int value, byte[] memory) {
        INT.set(memory, base, value);
    }

    public static void i32Store(int base, int value, int offset, byte[] memory) {
        i32Store(at(base, offset), value, memory);
    }

    public static void i64Store(int base, long value, byte[] memory) {
        LONG.set(memory, base, value);
    }

    public static void i64Store(int base, long value, int offset, byte[] memory) {
        i64Store(at(base, offset), value, memory);
    }

    public static void f32Store(int base, float value, byte[] memory) {
        INT.set(memory, base, Float.floatToRawIntBits(value));
    }

    public static void f32Store(int base, float value, int offset, byte[] memory) {
        f32Store(at(base, offset), value, memory);
    }

    public static void f64Store(int base, double value, byte[] memory) {
        LONG.set(memory, base, Double.doubleToRawLongBits(value));
    }

    public static void f64Store(int base, double value, int offset, byte[] memory) {
        f64Store(at(base, offset), value, memory);
    }

    public static void i32Store8(int base, int value, byte[] memory) {
        memory[Objects.checkIndex(base, memory.length)] = (byte) value;
    }

    public static void i32Store8(int base, int value, int offset, byte[] memory) {
        i32Store8(at(base, offset), value, memory);
    }

    public static void i32Store16(int base, int value, byte[] memory) {
        SHORT.set(memory, base, (short) value);
    }

    public static void i32Store16(int base, int value, int offset, byte[] memory) {
        i32Store16(at(base, offset), value, memory);
    }

    public static void i64Store8(int base, long value, byte[] memory) {
        memory[Objects.checkIndex(base, memory.length)] = (byte) value;
    }

    public static void i64Store8(int base, long value, int offset, byte[] memory) {
        i64Store8(at(base, offset), value, memory);
    }

    public static void i64Store16(int base, long value, byte[] memory) {
        SHORT.set(memory, base, (short) value);
    }

    public static void i64Store16(int base, long value, int offset, byte[] memory) {
        i64Store16(at(base, offset), value, memory);
    }

    public static void i64Store32(int base, long value, byte[] memory) {
        INT.set(memory, base, (int) value);
    }

    public static void i64Store32(int base, long value, int offset, byte[] memory) {
        i64Store32(at(base, offset), value, memory);
    }
}

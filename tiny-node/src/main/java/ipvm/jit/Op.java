package ipvm.jit;

import static ipvm.jit.Val.F32;
import static ipvm.jit.Val.F64;
import static ipvm.jit.Val.I32;
import static ipvm.jit.Val.I64;
import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The operators that only take values and give one, as a table: code, name, types, JVM code.
///
/// @param name as the text format has it
/// @param params what it takes, the top of the stack last
/// @param result what it gives; a store gives nothing
/// @param way how it is compiled
/// @param isFresh whether its result may be a NaN with bits of the machine's choice
/// @param bytes how many bytes of memory it touches, 0 for none
record Op(
        String name, List<Val> params, @Nullable Val result, Way way, boolean isFresh, int bytes) {

    /// JVM instructions, a method of [Ops], or a test.
    sealed interface Way {
        record Code(List<Integer> opcodes) implements Way {}

        record Call(String method) implements Way {}

        /// The jump taken when it holds, after `compare` or these instructions.
        record Test(boolean isUnsigned, List<Integer> before, int jump) implements Way {}

        record Memory(String method) implements Way {}
    }

    /// Where the operators with the prefix 0xfc start in the table.
    static final int PREFIXED = 0x100;

    private static final @Nullable Op[] TABLE = new Op[PREFIXED + 8];

    static {
        load(0x28, "i32.load", I32, 4);
        load(0x29, "i64.load", I64, 8);
        load(0x2a, "f32.load", F32, 4);
        load(0x2b, "f64.load", F64, 8);
        load(0x2c, "i32.load8_s", I32, 1);
        load(0x2d, "i32.load8_u", I32, 1);
        load(0x2e, "i32.load16_s", I32, 2);
        load(0x2f, "i32.load16_u", I32, 2);
        load(0x30, "i64.load8_s", I64, 1);
        load(0x31, "i64.load8_u", I64, 1);
        load(0x32, "i64.load16_s", I64, 2);
        load(0x33, "i64.load16_u", I64, 2);
        load(0x34, "i64.load32_s", I64, 4);
        load(0x35, "i64.load32_u", I64, 4);
        store(0x36, "i32.store", I32, 4);
        store(0x37, "i64.store", I64, 8);
        store(0x38, "f32.store", F32, 4);
        store(0x39, "f64.store", F64, 8);
        store(0x3a, "i32.store8", I32, 1);
        store(0x3b, "i32.store16", I32, 2);
        store(0x3c, "i64.store8", I64, 1);
        store(0x3d, "i64.store16", I64, 2);
        store(0x3e, "i64.store32", I64, 4);
        test(0x45, "i32.eqz", I32, 1, IFEQ);
        test(0x46, "i32.eq", I32, 2, IF_ICMPEQ);
        test(0x47, "i32.ne", I32, 2, IF_ICMPNE);
        test(0x48, "i32.lt_s", I32, 2, IF_ICMPLT);
        unsigned(0x49, "i32.lt_u", I32, IFLT);
        test(0x4a, "i32.gt_s", I32, 2, IF_ICMPGT);
        unsigned(0x4b, "i32.gt_u", I32, IFGT);
        test(0x4c, "i32.le_s", I32, 2, IF_ICMPLE);
        unsigned(0x4d, "i32.le_u", I32, IFLE);
        test(0x4e, "i32.ge_s", I32, 2, IF_ICMPGE);
        unsigned(0x4f, "i32.ge_u", I32, IFGE);
        test(0x50, "i64.eqz", I64, 1, IFEQ, LCONST_0, LCMP);
        test(0x51, "i64.eq", I64, 2, IFEQ, LCMP);
        test(0x52, "i64.ne", I64, 2, IFNE, LCMP);
        test(0x53, "i64.lt_s", I64, 2, IFLT, LCMP);
        unsigned(0x54, "i64.lt_u", I64, IFLT);
        test(0x55, "i64.gt_s", I64, 2, IFGT, LCMP);
        unsigned(0x56, "i64.gt_u", I64, IFGT);
        test(0x57, "i64.le_s", I64, 2, IFLE, LCMP);
        unsigned(0x58, "i64.le_u", I64, IFLE);
        test(0x59, "i64.ge_s", I64, 2, IFGE, LCMP);
        unsigned(0x5a, "i64.ge_u", I64, IFGE);
        test(0x5b, "f32.eq", F32, 2, IFEQ, FCMPL);
        test(0x5c, "f32.ne", F32, 2, IFNE, FCMPL);
        test(0x5d, "f32.lt", F32, 2, IFLT, FCMPG);
        test(0x5e, "f32.gt", F32, 2, IFGT, FCMPL);
        test(0x5f, "f32.le", F32, 2, IFLE, FCMPG);
        test(0x60, "f32.ge", F32, 2, IFGE, FCMPL);
        test(0x61, "f64.eq", F64, 2, IFEQ, DCMPL);
        test(0x62, "f64.ne", F64, 2, IFNE, DCMPL);
        test(0x63, "f64.lt", F64, 2, IFLT, DCMPG);
        test(0x64, "f64.gt", F64, 2, IFGT, DCMPL);
        test(0x65, "f64.le", F64, 2, IFLE, DCMPG);
        test(0x66, "f64.ge", F64, 2, IFGE, DCMPL);
        call(0x67, "i32.clz", "clz", I32, I32);
        call(0x68, "i32.ctz", "ctz", I32, I32);
        call(0x69, "i32.popcnt", "popcnt", I32, I32);
        code(0x6a, "i32.add", I32, 2, I32, IADD);
        code(0x6b, "i32.sub", I32, 2, I32, ISUB);
        code(0x6c, "i32.mul", I32, 2, I32, IMUL);
        call(0x6d, "i32.div_s", "divS", I32, I32, I32);
        call(0x6e, "i32.div_u", "divU", I32, I32, I32);
        call(0x6f, "i32.rem_s", "remS", I32, I32, I32);
        call(0x70, "i32.rem_u", "remU", I32, I32, I32);
        code(0x71, "i32.and", I32, 2, I32, IAND);
        code(0x72, "i32.or", I32, 2, I32, IOR);
        code(0x73, "i32.xor", I32, 2, I32, IXOR);
        code(0x74, "i32.shl", I32, 2, I32, ISHL);
        code(0x75, "i32.shr_s", I32, 2, I32, ISHR);
        code(0x76, "i32.shr_u", I32, 2, I32, IUSHR);
        call(0x77, "i32.rotl", "rotl", I32, I32, I32);
        call(0x78, "i32.rotr", "rotr", I32, I32, I32);
        call(0x79, "i64.clz", "clz", I64, I64);
        call(0x7a, "i64.ctz", "ctz", I64, I64);
        call(0x7b, "i64.popcnt", "popcnt", I64, I64);
        code(0x7c, "i64.add", I64, 2, I64, LADD);
        code(0x7d, "i64.sub", I64, 2, I64, LSUB);
        code(0x7e, "i64.mul", I64, 2, I64, LMUL);
        call(0x7f, "i64.div_s", "divS", I64, I64, I64);
        call(0x80, "i64.div_u", "divU", I64, I64, I64);
        call(0x81, "i64.rem_s", "remS", I64, I64, I64);
        call(0x82, "i64.rem_u", "remU", I64, I64, I64);
        code(0x83, "i64.and", I64, 2, I64, LAND);
        code(0x84, "i64.or", I64, 2, I64, LOR);
        code(0x85, "i64.xor", I64, 2, I64, LXOR);
        code(0x86, "i64.shl", I64, 2, I64, L2I, LSHL);
        code(0x87, "i64.shr_s", I64, 2, I64, L2I, LSHR);
        code(0x88, "i64.shr_u", I64, 2, I64, L2I, LUSHR);
        call(0x89, "i64.rotl", "rotl", I64, I64, I64);
        call(0x8a, "i64.rotr", "rotr", I64, I64, I64);
        exact(0x8b, "f32.abs", "abs", F32, F32);
        exact(0x8c, "f32.neg", "neg", F32, F32);
        call(0x8d, "f32.ceil", "ceil", F32, F32);
        call(0x8e, "f32.floor", "floor", F32, F32);
        call(0x8f, "f32.trunc", "trunc", F32, F32);
        call(0x90, "f32.nearest", "nearest", F32, F32);
        call(0x91, "f32.sqrt", "sqrt", F32, F32);
        code(0x92, "f32.add", F32, 2, F32, FADD);
        code(0x93, "f32.sub", F32, 2, F32, FSUB);
        code(0x94, "f32.mul", F32, 2, F32, FMUL);
        code(0x95, "f32.div", F32, 2, F32, FDIV);
        call(0x96, "f32.min", "min", F32, F32, F32);
        call(0x97, "f32.max", "max", F32, F32, F32);
        exact(0x98, "f32.copysign", "copysign", F32, F32, F32);
        exact(0x99, "f64.abs", "abs", F64, F64);
        exact(0x9a, "f64.neg", "neg", F64, F64);
        call(0x9b, "f64.ceil", "ceil", F64, F64);
        call(0x9c, "f64.floor", "floor", F64, F64);
        call(0x9d, "f64.trunc", "trunc", F64, F64);
        call(0x9e, "f64.nearest", "nearest", F64, F64);
        call(0x9f, "f64.sqrt", "sqrt", F64, F64);
        code(0xa0, "f64.add", F64, 2, F64, DADD);
        code(0xa1, "f64.sub", F64, 2, F64, DSUB);
        code(0xa2, "f64.mul", F64, 2, F64, DMUL);
        code(0xa3, "f64.div", F64, 2, F64, DDIV);
        call(0xa4, "f64.min", "min", F64, F64, F64);
        call(0xa5, "f64.max", "max", F64, F64, F64);
        exact(0xa6, "f64.copysign", "copysign", F64, F64, F64);
        code(0xa7, "i32.wrap_i64", I64, 1, I32, L2I);
        call(0xa8, "i32.trunc_f32_s", "truncS", I32, F32);
        call(0xa9, "i32.trunc_f32_u", "truncU", I32, F32);
        call(0xaa, "i32.trunc_f64_s", "truncS", I32, F64);
        call(0xab, "i32.trunc_f64_u", "truncU", I32, F64);
        code(0xac, "i64.extend_i32_s", I32, 1, I64, I2L);
        call(0xad, "i64.extend_i32_u", "extendU", I64, I32);
        call(0xae, "i64.trunc_f32_s", "truncLongS", I64, F32);
        call(0xaf, "i64.trunc_f32_u", "truncLongU", I64, F32);
        call(0xb0, "i64.trunc_f64_s", "truncLongS", I64, F64);
        call(0xb1, "i64.trunc_f64_u", "truncLongU", I64, F64);
        code(0xb2, "f32.convert_i32_s", I32, 1, F32, I2F);
        exact(0xb3, "f32.convert_i32_u", "floatU", F32, I32);
        code(0xb4, "f32.convert_i64_s", I64, 1, F32, L2F);
        exact(0xb5, "f32.convert_i64_u", "floatU", F32, I64);
        code(0xb6, "f32.demote_f64", F64, 1, F32, D2F);
        code(0xb7, "f64.convert_i32_s", I32, 1, F64, I2D);
        exact(0xb8, "f64.convert_i32_u", "doubleU", F64, I32);
        code(0xb9, "f64.convert_i64_s", I64, 1, F64, L2D);
        exact(0xba, "f64.convert_i64_u", "doubleU", F64, I64);
        code(0xbb, "f64.promote_f32", F32, 1, F64, F2D);
        call(0xbc, "i32.reinterpret_f32", "bits", I32, F32);
        call(0xbd, "i64.reinterpret_f64", "bits", I64, F64);
        exact(0xbe, "f32.reinterpret_i32", "real", F32, I32);
        exact(0xbf, "f64.reinterpret_i64", "real", F64, I64);
        code(0xc0, "i32.extend8_s", I32, 1, I32, I2B);
        code(0xc1, "i32.extend16_s", I32, 1, I32, I2S);
        code(0xc2, "i64.extend8_s", I64, 1, I64, L2I, I2B, I2L);
        code(0xc3, "i64.extend16_s", I64, 1, I64, L2I, I2S, I2L);
        code(0xc4, "i64.extend32_s", I64, 1, I64, L2I, I2L);
        call(0x100, "i32.trunc_sat_f32_s", "satS", I32, F32);
        call(0x101, "i32.trunc_sat_f32_u", "satU", I32, F32);
        call(0x102, "i32.trunc_sat_f64_s", "satS", I32, F64);
        call(0x103, "i32.trunc_sat_f64_u", "satU", I32, F64);
        call(0x104, "i64.trunc_sat_f32_s", "satLongS", I64, F32);
        call(0x105, "i64.trunc_sat_f32_u", "satLongU", I64, F32);
        call(0x106, "i64.trunc_sat_f64_s", "satLongS", I64, F64);
        call(0x107, "i64.trunc_sat_f64_u", "satLongU", I64, F64);
    }

    static @Nullable Op of(int code) {
        return TABLE[code];
    }

    boolean isAbs() {
        return name.endsWith(".abs");
    }

    /// Whether its result is never a NaN.
    boolean isNumber() {
        return name.contains(".convert_");
    }

    static boolean isKnown(int code) {
        return TABLE[code] != null
                || code <= 0x05
                || (code >= 0x0b && code <= 0x11)
                || (code >= 0x1a && code <= 0x26 && code != 0x1d && code != 0x1e && code != 0x1f)
                || (code >= 0x3f && code <= 0x44)
                || (code >= 0xd0 && code <= 0xd2)
                || code == 0xfc;
    }

    static String name(int code) {
        var op = TABLE[code];
        return op != null ? op.name : "operator 0x" + Integer.toHexString(code);
    }

    /// What a code outside the profile is: a proposal's operator by the proposal's name, or
    /// nothing.
    static Refused foreign(int code, int at) {
        return switch (code) {
            case 0xfd -> Refused.unsupported("SIMD", at);
            case 0xfe -> Refused.unsupported("threads (atomic operator)", at);
            case 0xfb -> Refused.unsupported("GC", at);
            case 0x12, 0x13, 0x15 -> Refused.unsupported("tail calls", at);
            case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f ->
                    Refused.unsupported("exceptions", at);
            case 0x14, 0xd3, 0xd4, 0xd5, 0xd6 ->
                    Refused.unsupported("typed function references or GC", at);
            default -> Refused.malformed("illegal opcode 0x" + Integer.toHexString(code), at);
        };
    }

    private static List<Integer> list(int... opcodes) {
        return Arrays.stream(opcodes).boxed().toList();
    }

    private static void put(int code, Op op) {
        TABLE[code] = op;
    }

    private static void code(int code, String name, Val type, int arity, Val result, int... jvm) {
        boolean isFresh = result.isFloat() && type.isFloat();
        var params = Collections.nCopies(arity, type);
        put(code, new Op(name, params, result, new Way.Code(list(jvm)), isFresh, 0));
    }

    private static void call(int code, String name, String method, Val result, Val... params) {
        put(code, new Op(name, List.of(params), result, new Way.Call(method), result.isFloat(), 0));
    }

    /// A call whose bits are the same everywhere.
    private static void exact(int code, String name, String method, Val result, Val... params) {
        put(code, new Op(name, List.of(params), result, new Way.Call(method), false, 0));
    }

    private static void test(int code, String name, Val type, int arity, int jump, int... before) {
        var way = new Way.Test(false, list(before), jump);
        put(code, new Op(name, Collections.nCopies(arity, type), I32, way, false, 0));
    }

    private static void unsigned(int code, String name, Val type, int jump) {
        var way = new Way.Test(true, List.of(), jump);
        put(code, new Op(name, List.of(type, type), I32, way, false, 0));
    }

    private static void load(int code, String name, Val type, int bytes) {
        put(code, new Op(name, List.of(I32), type, new Way.Memory(method(name)), false, bytes));
    }

    private static void store(int code, String name, Val type, int bytes) {
        put(
                code,
                new Op(name, List.of(I32, type), null, new Way.Memory(method(name)), false, bytes));
    }

    /// `i64.load8_s` is `i64Load8S` in [Ops].
    private static String method(String name) {
        int dot = name.indexOf('.');
        var rest = name.substring(dot + 1).replace("_s", "S").replace("_u", "U");
        return name.substring(0, dot)
                + rest.substring(0, 1).toUpperCase(Locale.ROOT)
                + rest.substring(1);
    }
}

package ipvm.jit;

import static ipvm.jit.Val.EXTERN;
import static ipvm.jit.Val.F32;
import static ipvm.jit.Val.F64;
import static ipvm.jit.Val.FUNC;
import static ipvm.jit.Val.I32;
import static ipvm.jit.Val.I64;

import ipvm.jit.Module.GlobalType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What the functions of a random module can use: its types, functions, globals, tables, segments.
///
/// @param types function types; the first is the empty one
/// @param functions the type of each function, the imported ones first
/// @param imported how many of them are imported
/// @param globals the first one counts the calls that are left
/// @param data bytes of each data segment; the first is placed at the start
/// @param memoryMax pages that the memory may have
record Plan(
        List<Signature> types,
        List<Integer> functions,
        int imported,
        List<GlobalType> globals,
        List<Integer> data,
        int memoryMax) {

    static final List<Val> NUMBERS = List.of(I32, I64, F32, F64);

    /// Elements of each table; the first has all functions.
    static final List<Val> TABLES = List.of(FUNC, EXTERN, FUNC);

    /// Elements of each element segment; the first is placed at the start, the last only declared.
    static final List<Val> ELEMENTS = List.of(FUNC, FUNC, EXTERN, FUNC);

    static final int TABLE_MAX = 40;

    private static final int TYPES_MAX = 9;
    private static final int ARITY_MAX = 4;

    static Plan random(RandomGenerator random) {
        var types = new ArrayList<Signature>();
        types.add(new Signature(List.of(), List.of()));
        types.add(new Signature(List.of(), List.of(any(random))));
        for (int left = 1 + random.nextInt(TYPES_MAX); left > 0; left--) {
            types.add(new Signature(several(random), several(random)));
        }
        if (random.nextInt(8) == 0) {
            types.add(types.getLast());
        }
        var functions = new ArrayList<Integer>();
        int imported = random.nextInt(3);
        for (int left = imported + 1 + random.nextInt(7); left > 0; left--) {
            functions.add(random.nextInt(types.size()));
        }
        var data = List.of(1 + random.nextInt(40), random.nextInt(40), random.nextInt(40));
        return new Plan(types, functions, imported, globals(random), data, 1 + random.nextInt(4));
    }

    private static List<GlobalType> globals(RandomGenerator random) {
        var globals = new ArrayList<GlobalType>();
        globals.add(new GlobalType(I32, true));
        for (int left = random.nextInt(6); left > 0; left--) {
            globals.add(new GlobalType(any(random), random.nextInt(4) != 0));
        }
        return globals;
    }

    /// A type; numbers come more often than references.
    static Val any(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> FUNC;
            case 1 -> EXTERN;
            case 2, 3, 4, 5 -> I32;
            case 6, 7 -> I64;
            case 8, 9 -> F32;
            default -> F64;
        };
    }

    static List<Val> several(RandomGenerator random) {
        var types = new ArrayList<Val>();
        for (int left = random.nextInt(ARITY_MAX); left > 0; left--) {
            types.add(any(random));
        }
        if (random.nextInt(40) == 0) {
            for (int left = random.nextInt(20); left > 0; left--) {
                types.add(any(random));
            }
        }
        return types;
    }

    Signature signature(int function) {
        return types.get(functions.get(function));
    }
}

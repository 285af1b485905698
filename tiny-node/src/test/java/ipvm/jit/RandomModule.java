package ipvm.jit;

import java.util.List;
import java.util.random.RandomGenerator;

/// A valid module by chance: everything of core 2.0 that a compiler could get wrong, in few bytes.
///
/// It exports its functions as `f0`, `f1` and so on; globals, memory and tables are found by their
/// numbers.
final class RandomModule {

    private static final int MEMORY_MIN = 1;
    private static final int[] TABLE_SIZES = {12, 5, 4};
    private static final int CALLS_MAX = 30;

    private final Plan plan;
    private final byte[] bytes;

    RandomModule(Plan plan, byte[] bytes) {
        this.plan = plan;
        this.bytes = bytes;
    }

    Plan plan() {
        return plan;
    }

    byte[] bytes() {
        return bytes;
    }

    static RandomModule of(RandomGenerator random) {
        return of(random, random.nextInt(10, 130));
    }

    /// A module whose functions have about so many operators.
    static RandomModule of(RandomGenerator random, int operators) {
        var plan = Plan.random(random);
        var out = Binary.module();
        out.section(1, vector(plan.types(), (type, to) -> to.type(type)));
        out.section(2, imports(plan));
        var own = plan.functions().subList(plan.imported(), plan.functions().size());
        out.section(3, vector(own, (type, to) -> to.u32(type)));
        out.section(4, tables());
        out.section(5, new Binary().u8(1, 1).u32(MEMORY_MIN).u32(plan.memoryMax()));
        out.section(6, globals(plan, random));
        out.section(7, exports(plan));
        start(plan, random, out);
        out.section(9, elements(plan, random));
        out.section(12, new Binary().u32(plan.data().size()));
        out.section(10, code(plan, operators, random));
        out.section(11, data(plan, random));
        return new RandomModule(plan, out.bytes());
    }

    @FunctionalInterface
    private interface Item<T> {
        void write(T item, Binary to);
    }

    private static <T> Binary vector(List<T> items, Item<T> item) {
        var out = new Binary().u32(items.size());
        items.forEach(one -> item.write(one, out));
        return out;
    }

    private static Binary imports(Plan plan) {
        var out = new Binary().u32(plan.imported());
        for (int i = 0; i < plan.imported(); i++) {
            out.name("host").name("f" + i).u8(0).u32(plan.functions().get(i));
        }
        return out;
    }

    private static Binary tables() {
        var out = new Binary().u32(TABLE_SIZES.length);
        for (int i = 0; i < TABLE_SIZES.length; i++) {
            out.u8(Plan.TABLES.get(i).code, 1).u32(TABLE_SIZES[i]).u32(Plan.TABLE_MAX);
        }
        return out;
    }

    private static Binary globals(Plan plan, RandomGenerator random) {
        var out = new Binary().u32(plan.globals().size());
        out.u8(Val.I32.code, 1).i32(CALLS_MAX).u8(Code.END);
        for (var global : plan.globals().subList(1, plan.globals().size())) {
            out.u8(global.type().code, global.mutable() ? 1 : 0);
            constant(global.type(), plan, random, out);
        }
        return out;
    }

    private static void constant(Val type, Plan plan, RandomGenerator random, Binary out) {
        if (type == Val.FUNC && random.nextInt(3) != 0) {
            out.u8(Code.REF_FUNC).u32(random.nextInt(plan.functions().size()));
        } else {
            Constants.write(type, random, out);
            if (type == Val.I32 && random.nextInt(8) == 0) {
                out.i32(3).u8(0x6c);
            }
        }
        out.u8(Code.END);
    }

    private static Binary exports(Plan plan) {
        int count = plan.functions().size();
        var out = new Binary().u32(count);
        for (int i = 0; i < count; i++) {
            out.name("f" + i).u8(0).u32(i);
        }
        return out;
    }

    private static void start(Plan plan, RandomGenerator random, Binary out) {
        for (int i = 0; i < plan.functions().size(); i++) {
            if (plan.functions().get(i) == 0 && random.nextInt(2) == 0) {
                out.section(8, new Binary().u32(i));
                return;
            }
        }
    }

    /// One segment placed, one passive of numbers, one passive of null references, one declared.
    private static Binary elements(Plan plan, RandomGenerator random) {
        var out = new Binary().u32(4);
        out.u8(0).i32(random.nextInt(3)).u8(Code.END);
        numbers(8, plan, random, out);
        out.u8(1, 0);
        numbers(random.nextInt(6), plan, random, out);
        out.u8(5, Val.EXTERN.code).u32(3);
        out.times(3, new Binary().u8(Code.REF_NULL, Val.EXTERN.code, Code.END));
        out.u8(3, 0);
        numbers(2, plan, random, out);
        return out;
    }

    private static void numbers(int count, Plan plan, RandomGenerator random, Binary out) {
        out.u32(count);
        for (int i = 0; i < count; i++) {
            out.u32(random.nextInt(plan.functions().size()));
        }
    }

    private static Binary code(Plan plan, int operators, RandomGenerator random) {
        var out = new Binary().u32(plan.functions().size() - plan.imported());
        for (int i = plan.imported(); i < plan.functions().size(); i++) {
            out.sized(new RandomBody(plan, i, random).write(operators));
        }
        return out;
    }

    private static Binary data(Plan plan, RandomGenerator random) {
        var out = new Binary().u32(plan.data().size());
        for (int i = 0; i < plan.data().size(); i++) {
            if (i == 0) {
                out.u8(0).i32(random.nextInt(65_000)).u8(Code.END);
            } else {
                out.u8(1);
            }
            var bytes = new byte[plan.data().get(i)];
            random.nextBytes(bytes);
            out.u32(bytes.length);
            for (byte one : bytes) {
                out.u8(one);
            }
        }
        return out;
    }
}

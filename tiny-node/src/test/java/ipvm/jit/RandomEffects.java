package ipvm.jit;

import static ipvm.jit.Val.EXTERN;
import static ipvm.jit.Val.F32;
import static ipvm.jit.Val.FUNC;
import static ipvm.jit.Val.I32;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The operators of a random body that are no control: arithmetic, memory, tables, globals.
final class RandomEffects {

    private static final Map<Val, List<Integer>> BY_RESULT = new EnumMap<>(Val.class);
    private static final List<Integer> STORES = new ArrayList<>();

    static {
        for (int code = 0; code < Op.PREFIXED + 8; code++) {
            var op = code == Code.PREFIX ? null : Op.of(code);
            if (op != null && op.result() == null) {
                STORES.add(code);
            } else if (op != null) {
                BY_RESULT.computeIfAbsent(op.result(), type -> new ArrayList<>()).add(code);
            }
        }
    }

    private final RandomBody body;
    private final Plan plan;
    private final RandomGenerator random;
    private final Binary code;

    RandomEffects(RandomBody body) {
        this.body = body;
        this.plan = body.plan;
        this.random = body.random;
        this.code = body.code;
    }

    /// A value that is there already.
    void leaf(Val type) {
        int local = body.local(type);
        int global = global(type, false);
        if (local >= 0 && random.nextInt(3) != 0) {
            code.u8(Code.LOCAL_GET).u32(local);
        } else if (global >= 0 && random.nextInt(3) == 0) {
            code.u8(Code.GLOBAL_GET).u32(global);
        } else if (type == FUNC && random.nextBoolean()) {
            code.u8(Code.REF_FUNC).u32(random.nextInt(plan.functions().size()));
        } else {
            Constants.write(type, random, code);
        }
    }

    private int global(Val type, boolean isSet) {
        int from = random.nextInt(plan.globals().size());
        for (int i = 0; i < plan.globals().size(); i++) {
            int at = (from + i) % plan.globals().size();
            var global = plan.globals().get(at);
            if (global.type() == type && !(isSet && (at == 0 || !global.mutable()))) {
                return at;
            }
        }
        return -1;
    }

    void select(Val type) {
        body.value(type);
        body.value(type);
        body.value(I32);
        if (type.isReference() || random.nextInt(3) == 0) {
            code.u8(Code.SELECT_T, 1, type.code);
        } else {
            code.u8(Code.SELECT);
        }
    }

    /// A value by an operator on others.
    void operator(Val type) {
        if (type.isReference()) {
            reference(type);
        } else if (type == I32 && random.nextInt(6) == 0) {
            size();
        } else {
            arithmetic(type);
        }
    }

    private void arithmetic(Val type) {
        var able = BY_RESULT.getOrDefault(type, List.of());
        int chosen = able.get(random.nextInt(able.size()));
        var op = Objects.requireNonNull(Op.of(chosen));
        if (op.bytes() > 0) {
            address();
        } else {
            body.values(op.params());
        }
        write(chosen, op);
    }

    private void write(int chosen, Op op) {
        if (chosen < Op.PREFIXED) {
            code.u8(chosen);
        } else {
            code.u8(Code.PREFIX, chosen - Op.PREFIXED);
        }
        if (op.bytes() > 0) {
            code.u32(random.nextInt(Integer.numberOfTrailingZeros(op.bytes()) + 1)).u32(offset());
        }
    }

    private long offset() {
        return switch (random.nextInt(24)) {
            case 0 -> 0xffff_ffffL;
            case 1 -> 0x8000_0000L;
            case 2 -> 0x7fff_ffffL;
            case 3 -> random.nextInt() & 0xffff_ffffL;
            case 4, 5 -> 65_520 + random.nextInt(32);
            case 6, 7, 8, 9 -> random.nextInt(2_000);
            default -> 0;
        };
    }

    /// An i32 that mostly lies in the first page.
    private void address() {
        switch (random.nextInt(10)) {
            case 0 -> body.value(I32);
            case 1 -> code.i32(65_536 * random.nextInt(1, 4) - random.nextInt(10));
            case 2, 3, 4 -> {
                body.value(I32);
                code.i32(0x7fff).u8(0x71);
            }
            default -> code.i32(random.nextInt(65_000));
        }
    }

    /// An i32 that is mostly a place in a table.
    void index() {
        if (random.nextInt(5) == 0) {
            body.value(I32);
        } else if (random.nextInt(3) == 0) {
            body.value(I32);
            code.i32(7).u8(0x71);
        } else {
            code.i32(random.nextInt(13));
        }
    }

    private void amount() {
        if (random.nextInt(12) == 0) {
            body.value(I32);
        } else {
            code.i32(random.nextInt(10));
        }
    }

    private int table(Val element) {
        return element == EXTERN ? 1 : 2 * random.nextInt(2);
    }

    private void reference(Val type) {
        if (random.nextInt(4) == 0) {
            leaf(type);
        } else {
            index();
            code.u8(Code.TABLE_GET).u32(table(type));
        }
    }

    private void size() {
        switch (random.nextInt(8)) {
            case 0 -> code.u8(Code.MEMORY_SIZE, 0);
            case 1 -> {
                if (random.nextInt(5) == 0) {
                    body.value(I32);
                } else {
                    code.i32(random.nextInt(3));
                }
                code.u8(Code.MEMORY_GROW, 0);
            }
            case 2 -> code.u8(Code.PREFIX, Code.TABLE_SIZE).u32(random.nextInt(3));
            case 3 -> {
                int table = random.nextInt(3);
                body.value(Plan.TABLES.get(table));
                amount();
                code.u8(Code.PREFIX, Code.TABLE_GROW).u32(table);
            }
            default -> {
                body.value(random.nextBoolean() ? FUNC : EXTERN);
                code.u8(Code.REF_IS_NULL);
            }
        }
    }

    void statement() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> store();
            case 4, 5 -> set();
            case 6, 7 -> bulkMemory();
            case 8 -> {
                int table = random.nextInt(3);
                index();
                body.value(Plan.TABLES.get(table));
                code.u8(Code.TABLE_SET).u32(table);
            }
            case 9, 10 -> bulkTable();
            default -> {
                if (random.nextInt(20) == 0) {
                    code.u8(Code.UNREACHABLE);
                }
            }
        }
    }

    private void store() {
        int chosen = STORES.get(random.nextInt(STORES.size()));
        var op = Objects.requireNonNull(Op.of(chosen));
        address();
        body.value(op.params().getLast());
        write(chosen, op);
    }

    private void set() {
        var type = Plan.any(random);
        int global = global(type, true);
        if (global >= 0) {
            body.value(type);
            code.u8(Code.GLOBAL_SET).u32(global);
        }
    }

    private void bulkMemory() {
        int segment = random.nextInt(plan.data().size());
        switch (random.nextInt(5)) {
            case 0 -> code.u8(Code.PREFIX, Code.DATA_DROP).u32(segment);
            case 1, 2 -> {
                address();
                amount();
                amount();
                code.u8(Code.PREFIX, Code.MEMORY_INIT).u32(segment).u8(0);
            }
            case 3 -> {
                address();
                address();
                amount();
                code.u8(Code.PREFIX, Code.MEMORY_COPY, 0, 0);
            }
            default -> {
                address();
                body.value(I32);
                amount();
                code.u8(Code.PREFIX, Code.MEMORY_FILL, 0);
            }
        }
    }

    private void bulkTable() {
        int table = random.nextInt(3);
        var element = Plan.TABLES.get(table);
        int segment = element == EXTERN ? 2 : List.of(0, 1, 3).get(random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0 -> code.u8(Code.PREFIX, Code.ELEM_DROP).u32(segment);
            case 1, 2 -> {
                index();
                amount();
                amount();
                code.u8(Code.PREFIX, Code.TABLE_INIT).u32(segment).u32(table);
            }
            case 3, 4 -> {
                index();
                index();
                amount();
                code.u8(Code.PREFIX, Code.TABLE_COPY).u32(table).u32(table(element));
            }
            default -> {
                index();
                body.value(element);
                amount();
                code.u8(Code.PREFIX, Code.TABLE_FILL).u32(table);
            }
        }
    }

    /// Code that is never reached, with what only such code may do.
    void dead() {
        switch (random.nextInt(7)) {
            case 0 -> code.u8(0x6a, Code.DROP);
            case 1 -> code.u8(Code.SELECT, Code.DROP);
            case 2 -> code.u8(Code.REF_IS_NULL, Code.DROP);
            case 3 -> code.u8(Code.BLOCK, F32.code, Code.UNREACHABLE, Code.END, Code.DROP);
            case 4 -> code.u8(Code.LOOP, 0x40, Code.BR, 0, Code.END);
            case 5 -> code.u8(Code.IF, 0x40, Code.ELSE, Code.END, Code.RETURN);
            default -> body.statements();
        }
    }

    /// Arithmetic without control, as leaves are made of.
    void straight(Val type, int depth) {
        var able = BY_RESULT.getOrDefault(type, List.of());
        if (able.isEmpty() || depth == 0 || random.nextInt(5) == 0) {
            leaf(type);
            return;
        }
        int chosen = able.get(random.nextInt(able.size()));
        var op = Objects.requireNonNull(Op.of(chosen));
        if (op.bytes() > 0) {
            code.i32(random.nextInt(65_000));
        } else {
            op.params().forEach(param -> straight(param, depth - 1));
        }
        write(chosen, op);
    }
}

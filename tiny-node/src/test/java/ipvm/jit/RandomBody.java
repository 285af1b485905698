package ipvm.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The body of a random function: values of a wanted type, by all ways to get one.
///
/// Loops count down in locals of their own, and functions share a counter of calls, so that most of
/// them end; the others run out of fuel.
final class RandomBody {

    private static final int CALLS_LEFT = 0;

    /// From here on a body is meant to be long.
    private static final int MANY_OPERATORS = 1_000;

    final Plan plan;
    final RandomGenerator random;
    final Binary code = new Binary();
    private final int number;
    final Signature signature;
    private final RandomEffects effects;
    private final RandomBranches branches;
    private final RandomWalks walks;

    /// The type of each local, the parameters first.
    private final List<Val> locals;

    /// Locals that any operator may set; the others count loops or hold something for a moment.
    private final int free;

    private int budget;

    RandomBody(Plan plan, int number, RandomGenerator random) {
        this.plan = plan;
        this.random = random;
        this.number = number;
        this.signature = plan.signature(number);
        this.locals = new ArrayList<>(signature.params());
        for (int left = random.nextInt(6); left > 0; left--) {
            locals.add(Plan.any(random));
        }
        this.free = locals.size();
        this.effects = new RandomEffects(this);
        this.branches = new RandomBranches(this, effects);
        this.walks = new RandomWalks(this, branches);
    }

    /// Locals and code, with about so many operators.
    Binary write(int operators) {
        budget = random.nextInt(4) == 0 ? 8 : operators;
        branches.open(signature.results());
        int form = random.nextInt(12);
        if (form < 3) {
            walks.write();
            values(signature.results());
        } else if (form < 6) {
            for (var result : signature.results()) {
                effects.straight(result, 3);
            }
        } else {
            if (random.nextInt(10) != 0) {
                guard();
            }
            do {
                statements();
            } while (operators > MANY_OPERATORS && budget > 0);
            values(signature.results());
        }
        code.u8(Code.END);
        var out = new Binary().u32(locals.size() - signature.params().size());
        for (var type : locals.subList(signature.params().size(), locals.size())) {
            out.u32(1).u8(type.code);
        }
        return out.add(code);
    }

    /// Goes back at once when there were enough calls.
    private void guard() {
        code.u8(Code.GLOBAL_GET).u32(CALLS_LEFT).u8(Code.I32_EQZ, Code.IF, 0x40);
        signature.results().forEach(effects::leaf);
        code.u8(Code.RETURN, Code.END);
        code.u8(Code.GLOBAL_GET).u32(CALLS_LEFT).i32(1).u8(0x6b);
        code.u8(Code.GLOBAL_SET).u32(CALLS_LEFT);
    }

    boolean spend() {
        return --budget >= 0;
    }

    void statements() {
        for (int left = random.nextInt(5); left > 0 && budget > 0; left--) {
            statement();
        }
    }

    void values(List<Val> types) {
        types.forEach(this::value);
    }

    /// Code that leaves one value of this type.
    void value(Val type) {
        if (!spend()) {
            effects.leaf(type);
            return;
        }
        switch (random.nextInt(22)) {
            case 0, 1 -> effects.leaf(type);
            case 2 -> tee(type);
            case 3, 4 -> block(type);
            case 5, 6 -> condition(type);
            case 7 -> loop(type);
            case 8, 9 -> effects.select(type);
            case 10, 11 -> call(type);
            case 12 -> branches.escape(type);
            case 13, 14 -> {
                statement();
                value(type);
            }
            default -> effects.operator(type);
        }
    }

    private void statement() {
        if (!spend()) {
            return;
        }
        switch (random.nextInt(20)) {
            case 0, 1 -> {
                value(Plan.any(random));
                code.u8(Code.DROP);
            }
            case 2, 3, 4 -> {
                var type = Plan.any(random);
                value(type);
                put(type);
            }
            case 5, 6 -> branches.branchIf();
            case 7 -> branches.again();
            case 8 -> block(List.of());
            case 9 -> condition(List.of());
            case 10 -> loop(List.of());
            case 11 -> blockOfType(plan.types().get(random.nextInt(plan.types().size())), -1);
            case 12 -> {
                value(Val.I32);
                code.u8(Code.IF, 0x40);
                branches.open(List.of());
                branches.escape(Val.I32);
                code.u8(Code.DROP);
                branches.close();
            }
            case 13 -> code.u8(Code.NOP);
            case 14 -> walks.write();
            default -> effects.statement();
        }
    }

    /// A local of the type, if there is one that may be touched, else -1.
    int local(Val type) {
        if (free == 0) {
            return -1;
        }
        int from = random.nextInt(free);
        for (int i = 0; i < free; i++) {
            int at = (from + i) % free;
            if (locals.get(at) == type) {
                return at;
            }
        }
        return -1;
    }

    /// A new local, which no other operator sets.
    int fresh(Val type) {
        locals.add(type);
        return locals.size() - 1;
    }

    private void put(Val type) {
        int local = local(type);
        if (local < 0) {
            code.u8(Code.DROP);
        } else {
            code.u8(Code.LOCAL_SET).u32(local);
        }
    }

    private void tee(Val type) {
        value(type);
        int local = local(type);
        if (local >= 0) {
            code.u8(Code.LOCAL_TEE).u32(local);
        }
    }

    /// Keeps one of the values on top of the stack.
    private void keep(List<Val> found, Val wanted) {
        int at = found.lastIndexOf(wanted);
        code.times(found.size() - 1 - at, new Binary().u8(Code.DROP));
        if (at > 0) {
            int local = fresh(wanted);
            code.u8(Code.LOCAL_SET).u32(local);
            code.times(at, new Binary().u8(Code.DROP));
            code.u8(Code.LOCAL_GET).u32(local);
        }
    }

    void dropAll(List<Val> found) {
        code.times(found.size(), new Binary().u8(Code.DROP));
    }

    private static Binary shortType(List<Val> results) {
        return new Binary().u8(results.isEmpty() ? 0x40 : results.getFirst().code);
    }

    private void block(Val type) {
        int index = typeGiving(type);
        if (index < 0 || random.nextBoolean()) {
            block(List.of(type));
        } else {
            blockOfType(plan.types().get(index), index);
            keep(plan.types().get(index).results(), type);
        }
    }

    private int typeGiving(Val type) {
        int from = random.nextInt(plan.types().size());
        for (int i = 0; i < plan.types().size(); i++) {
            int at = (from + i) % plan.types().size();
            if (plan.types().get(at).results().contains(type)) {
                return at;
            }
        }
        return -1;
    }

    private void block(List<Val> results) {
        code.u8(Code.BLOCK).add(shortType(results));
        branches.open(results);
        statements();
        values(results);
        branches.close();
    }

    private void condition(Val type) {
        condition(List.of(type));
    }

    private void condition(List<Val> results) {
        value(Val.I32);
        code.u8(Code.IF).add(shortType(results));
        branches.open(results);
        statements();
        values(results);
        if (!results.isEmpty() || random.nextBoolean()) {
            code.u8(Code.ELSE);
            statements();
            values(results);
        }
        branches.close();
    }

    private void loop(Val type) {
        loop(List.of(type));
    }

    private void loop(List<Val> results) {
        int counter = branches.count();
        code.u8(Code.LOOP).add(shortType(results));
        branches.open(List.of(), counter);
        statements();
        if (random.nextInt(5) != 0) {
            branches.down(counter);
            code.u8(Code.BR_IF).u32(0);
        }
        statements();
        values(results);
        branches.close();
    }

    /// A block, loop or if that takes parameters; its results stay when `index` is not negative.
    private void blockOfType(Signature type, int index) {
        int form = random.nextInt(3);
        int counter = form == 1 ? branches.count() : -1;
        values(type.params());
        if (form == 2) {
            value(Val.I32);
        }
        code.u8(form == 0 ? Code.BLOCK : form == 1 ? Code.LOOP : Code.IF);
        code.s64(plan.types().indexOf(type));
        branches.open(form == 1 ? type.params() : type.results(), counter);
        if (form == 1 && random.nextBoolean()) {
            dropAll(type.params());
            values(type.params());
            branches.down(counter);
            code.u8(Code.BR_IF).u32(0);
        }
        turn(type);
        if (form == 2 && (random.nextBoolean() || !type.params().equals(type.results()))) {
            code.u8(Code.ELSE);
            turn(type);
        }
        branches.close();
        if (index < 0) {
            dropAll(type.results());
        }
    }

    /// Makes results of the parameters on the stack.
    private void turn(Signature type) {
        int kept = type.params().size();
        boolean isPrefix =
                kept <= type.results().size()
                        && type.results().subList(0, kept).equals(type.params());
        if (!isPrefix || random.nextBoolean()) {
            for (int i = kept - 1; i >= 0; i--) {
                put(type.params().get(i));
            }
            kept = 0;
        }
        statements();
        values(type.results().subList(kept, type.results().size()));
    }

    private void call(Val type) {
        var able = new ArrayList<Integer>();
        for (int i = 0; i < plan.functions().size(); i++) {
            if (plan.signature(i).results().contains(type)
                    && (i > number || random.nextInt(4) == 0)) {
                able.add(i);
            }
        }
        if (able.isEmpty()) {
            effects.operator(type);
            return;
        }
        int callee = able.get(random.nextInt(able.size()));
        values(plan.signature(callee).params());
        if (random.nextInt(3) == 0) {
            effects.index();
            code.u8(Code.CALL_INDIRECT).u32(plan.functions().get(callee));
            code.u32(random.nextInt(4) == 0 ? 2 : 0);
        } else {
            code.u8(Code.CALL).u32(callee);
        }
        keep(plan.signature(callee).results(), type);
    }
}

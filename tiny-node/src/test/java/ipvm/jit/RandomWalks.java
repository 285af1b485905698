package ipvm.jit;

import java.util.List;
import java.util.random.RandomGenerator;

/// Loops that walk through memory, or nearly do: the step may be nought, wrong in one branch, taken
/// too late, or lead back.
final class RandomWalks {

    private static final int[] STEPS = {1, -1, 4, -4, 16, 1_000, 8_192, -8_192, 65_536, 70_000, 0};

    private final RandomBody body;
    private final RandomBranches branches;
    private final RandomGenerator random;
    private final Binary code;

    RandomWalks(RandomBody body, RandomBranches branches) {
        this.body = body;
        this.branches = branches;
        this.random = body.random;
        this.code = body.code;
    }

    void write() {
        int counter = branches.count();
        int walker = body.fresh(Val.I32);
        code.i32(random.nextBoolean() ? random.nextInt(70_000) : random.nextInt(-9, 9));
        code.u8(Code.LOCAL_SET).u32(walker);
        code.u8(Code.LOOP, 0x40);
        branches.open(List.of(), counter);
        for (int left = 2 + random.nextInt(3); left > 0; left--) {
            part(walker);
        }
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> code.u8(Code.BR).u32(0);
            case 3 -> {
                code.u8(Code.LOCAL_GET).u32(walker).i32(random.nextInt(1 << 17)).u8(0x48);
                code.u8(Code.BR_IF).u32(0);
            }
            default -> {
                branches.down(counter);
                code.u8(Code.BR_IF).u32(0);
            }
        }
        branches.close();
    }

    private void part(int walker) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> touch(walker);
            case 3, 4, 5 -> step(walker);
            case 6, 7 -> perhaps(() -> step(walker));
            case 8 -> perhaps(() -> touch(walker));
            default -> body.statements();
        }
    }

    private void perhaps(Runnable part) {
        if (random.nextBoolean()) {
            code.i32(random.nextInt(2));
        } else {
            body.value(Val.I32);
        }
        code.u8(Code.IF, 0x40);
        branches.open(List.of());
        part.run();
        switch (random.nextInt(4)) {
            case 0 -> branches.again();
            case 1 -> code.u8(Code.BR).u32(1);
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            code.u8(Code.ELSE);
            part.run();
        }
        branches.close();
    }

    private void touch(int walker) {
        code.u8(Code.LOCAL_GET).u32(walker);
        switch (random.nextInt(5)) {
            case 0 -> code.i32(random.nextInt(4)).u8(Code.I32_SHL);
            case 1 -> code.i32(random.nextInt(-3, 4)).u8(Code.I32_MUL);
            case 2 -> {
                body.value(Val.I32);
                code.u8(random.nextBoolean() ? Code.I32_ADD : Code.I32_SUB);
            }
            default -> {}
        }
        if (random.nextBoolean()) {
            code.u8(0x2d, 0, random.nextInt(100)).u8(Code.DROP);
        } else {
            code.i32(random.nextInt()).u8(0x36, 0, random.nextInt(100));
        }
    }

    private void step(int walker) {
        code.u8(Code.LOCAL_GET).u32(walker).i32(STEPS[random.nextInt(STEPS.length)]);
        code.u8(random.nextInt(5) == 0 ? Code.I32_SUB : Code.I32_ADD);
        if (random.nextInt(4) == 0) {
            code.u8(Code.LOCAL_TEE).u32(walker).u8(Code.DROP);
        } else {
            code.u8(Code.LOCAL_SET).u32(walker);
        }
    }
}

package ipvm.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The branches of a random body: to any block around them, with values beneath what they take.
final class RandomBranches {

    /// A table of more targets is compiled in another way.
    private static final int MANY_TARGETS = 230;

    private final RandomBody body;
    private final RandomEffects effects;
    private final RandomGenerator random;
    private final Binary code;
    private final List<Label> labels = new ArrayList<>();

    /// Where a branch goes: what it takes there, and the local that counts a loop's rounds, or -1.
    private record Label(List<Val> types, int counter) {}

    RandomBranches(RandomBody body, RandomEffects effects) {
        this.body = body;
        this.effects = effects;
        this.random = body.random;
        this.code = body.code;
    }

    void open(List<Val> types) {
        open(types, -1);
    }

    void open(List<Val> types, int counter) {
        labels.add(new Label(types, counter));
    }

    void close() {
        labels.removeLast();
        code.u8(Code.END);
    }

    /// Sets a new counter.
    int count() {
        int counter = body.fresh(Val.I32);
        code.i32(random.nextInt(8) == 0 ? 100 : random.nextInt(6));
        code.u8(Code.LOCAL_SET).u32(counter);
        return counter;
    }

    /// Counts a round; leaves whether there is another one.
    void down(int counter) {
        code.u8(Code.LOCAL_GET).u32(counter).i32(1).u8(0x6b);
        code.u8(Code.LOCAL_TEE).u32(counter).i32(0).u8(0x4a);
    }

    private int label() {
        return random.nextInt(labels.size());
    }

    private Label labelAt(int depth) {
        return labels.get(labels.size() - 1 - depth);
    }

    /// Goes away for good, and pretends that a value of the type is there.
    void escape(Val type) {
        int depth = label();
        var target = labelAt(depth);
        if (target.counter() >= 0) {
            again(depth, target);
            body.value(type);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> code.u8(Code.UNREACHABLE);
            case 1 -> {
                body.values(body.signature.results());
                code.u8(Code.RETURN);
            }
            case 2, 3 -> table(depth, target);
            default -> {
                body.values(target.types());
                code.u8(Code.BR).u32(depth);
            }
        }
        if (random.nextBoolean()) {
            effects.dead();
        }
        if (random.nextInt(3) != 0) {
            body.value(type);
        }
    }

    void branchIf() {
        int depth = label();
        var target = labelAt(depth);
        if (target.counter() >= 0) {
            again(depth, target);
            return;
        }
        body.values(target.types());
        body.value(Val.I32);
        code.u8(Code.BR_IF).u32(depth);
        body.dropAll(target.types());
    }

    /// The next round of some loop around this place, while it has one.
    void again() {
        int depth = label();
        if (labelAt(depth).counter() >= 0) {
            again(depth, labelAt(depth));
        }
    }

    private void again(int depth, Label target) {
        if (random.nextBoolean()) {
            body.values(target.types());
            down(target.counter());
            code.u8(Code.BR_IF).u32(depth);
            body.dropAll(target.types());
            return;
        }
        down(target.counter());
        code.u8(Code.IF, 0x40);
        open(List.of());
        if (random.nextBoolean()) {
            body.values(target.types());
            code.u8(Code.BR).u32(depth + 1);
        } else {
            table(depth + 1, target);
        }
        close();
    }

    /// A br_table to labels that take the same; loops only when the default is one.
    private void table(int depth, Label target) {
        var able = new ArrayList<Integer>();
        for (int i = 0; i < labels.size(); i++) {
            var other = labelAt(i);
            boolean isBounded = other.counter() < 0 || target.counter() == other.counter();
            if (isBounded && other.types().equals(target.types())) {
                able.add(i);
            }
        }
        body.values(target.types());
        body.value(Val.I32);
        int count = random.nextInt(12) == 0 ? MANY_TARGETS : random.nextInt(6);
        code.u8(Code.BR_TABLE).u32(count);
        Map<Integer, Integer> used = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int choice = used.computeIfAbsent(i / 3, part -> able.get(random.nextInt(able.size())));
            code.u32(choice);
        }
        code.u32(depth);
    }
}

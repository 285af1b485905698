package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/// Blocks, loops and branches.
final class Flow {

    /// Tables with more targets go through a string, which takes a byte an entry.
    private static final int SWITCH_MAX = 200;

    /// Distinct targets that such a string can tell apart at one byte each.
    private static final int DISTINCT_MAX = 120;

    private final Draft draft;
    private final Jvm jvm;
    private final Tab tab;
    private final List<Scope> scopes = new ArrayList<>();

    /// A test whose outcome is not on the stack yet, so that a branch can take it directly.
    private @Nullable Condition pending;

    private boolean isDead;
    private int deadBlocks;

    Flow(Draft draft) {
        this.draft = draft;
        this.jvm = draft.jvm;
        this.tab = draft.tab;
    }

    boolean isOpen() {
        return !scopes.isEmpty();
    }

    /// Whether the code here can be reached; if not it is only read.
    boolean isDead() {
        return isDead;
    }

    void open(int code, Signature type) {
        int height = draft.operands.size() - type.params().size();
        int before = draft.aside();
        if (code != Code.IF) {
            draft.clean(type.params().size());
        }
        if (code == Code.LOOP) {
            draft.putAside(type.params().size());
            tab.payAll();
        }
        scopes.add(new Scope(code, type, height, draft.aside(), before));
        draft.operands.cut(height);
        draft.operands.push(type.params());
        if (code == Code.LOOP) {
            draft.bind(scopes.getLast().label);
        }
    }

    /// Fuel is asked for in every round, where nothing else keeps the rounds in bounds.
    void openLoop(Signature type) throws Refused {
        switch (Rounds.of(draft.in.copy(), draft.module)) {
            case Rounds.Open open -> openChecked(type);
            case Rounds.Asked asked -> open(Code.LOOP, type);
            case Rounds.Walk walk when draft.isDoubled -> openTwice(type, walk);
            case Rounds.Walk walk -> openChecked(type);
        }
    }

    private void openChecked(Signature type) {
        open(Code.LOOP, type);
        tab.check(scopes.getLast().label, draft.asideTypes(), draft.stackTypes());
    }

    /// Compiles a loop for those who have fuel for all of it and, inside the other half of a hidden
    /// `if`, for those who have not.
    private void openTwice(Signature type, Rounds.Walk walk) {
        draft.clean(type.params().size());
        tab.payAll();
        open(Code.IF, type);
        var hidden = scopes.getLast();
        hidden.isHidden = true;
        hidden.carry(0);
        tab.stock(walk, hidden.orElse, draft);
        open(Code.LOOP, type);
        scopes.getLast().again = draft.in.position();
    }

    void openIf(Signature type) {
        cleanUnderCondition(type.params());
        var condition = takeCondition();
        int split = tab.owed();
        open(Code.IF, type);
        var scope = scopes.getLast();
        scope.carry(split);
        condition.jumpUnless(jvm, scope.orElse);
    }

    /// Makes operands canonical that lie below a condition; it becomes a value first when one has
    /// to.
    private void cleanUnderCondition(List<Val> types) {
        if (types.stream().anyMatch(Val::isFloat)) {
            materialise();
            draft.clean(types.size() + 1);
        }
    }

    void test(Op op, Op.Way.Test test) {
        pending = Condition.of(op, test);
        draft.operands.push(Val.I32);
    }

    /// Makes a value of a test that no branch takes.
    void materialise() {
        if (pending != null) {
            pending.materialise(jvm);
            pending = null;
        }
    }

    /// Whether `i32.eqz` only turns the test around that stands before it.
    boolean negates() {
        if (pending == null) {
            return false;
        }
        pending = pending.negated();
        return true;
    }

    Condition takeCondition() {
        var condition = pending == null ? Condition.NOT_ZERO : pending;
        pending = null;
        draft.operands.pop();
        return condition;
    }

    /// Reads an operator that is never reached; blocks inside it are counted to find their ends.
    void skip(int code) throws Refused {
        if (code == Code.BLOCK || code == Code.LOOP || code == Code.IF) {
            deadBlocks++;
        }
        if (deadBlocks == 0 && code == Code.ELSE) {
            orElse();
        } else if (code == Code.END && deadBlocks-- == 0) {
            deadBlocks = 0;
            end();
        } else if (code != Code.END) {
            Immediates.skip(code, draft.in);
        }
    }

    void unreachable() {
        tab.site();
        jvm.invoke(Ops.NAME, "unreachable", "()Lipvm/jit/Trap;");
        jvm.op(ATHROW);
        isDead = true;
    }

    void orElse() {
        var scope = scopes.removeLast();
        int split = scope.carry(0);
        if (!isDead) {
            draft.clean(scope.arity());
            tab.pay(tab.owed() - split);
            jvm.jump(GOTO, scope.label);
            scope.isTargeted = true;
        }
        scopes.add(scope.otherwise());
        resumeAt(scope.orElse, scope.height, scope.type.params(), scope.aside);
        tab.owe(split);
    }

    private void resumeAt(Label label, int height, List<Val> types, int aside) {
        draft.restoreAside(aside);
        draft.operands.cut(height);
        draft.operands.push(types);
        draft.bind(label);
        isDead = false;
    }

    void end() {
        var scope = scopes.removeLast();
        if (scopes.isEmpty()) {
            if (!isDead) {
                giveBack();
            }
        } else if (scope.isLoop()) {
            endLoop(scope);
            endTurn(scope);
        } else {
            endBlock(scope);
        }
    }

    /// What follows the end of a loop that is compiled twice: the second time, and then the end of
    /// the block around both.
    private void endTurn(Scope loop) {
        if (loop.again > 0) {
            orElse();
            draft.in.back(loop.again);
            openChecked(loop.type);
            scopes.getLast().isSecond = true;
        } else if (loop.isSecond) {
            end();
        }
    }

    private void endLoop(Scope loop) {
        if (isDead) {
            draft.restoreAside(loop.before);
            draft.operands.cut(loop.height);
            draft.operands.push(loop.type.results());
        } else {
            draft.clean(loop.type.results().size());
            draft.takeBack(loop.before, loop.type.results().size());
        }
    }

    private void endBlock(Scope scope) {
        boolean hasElseEdge = scope.code == Code.IF;
        if (scope.isTargeted || hasElseEdge) {
            if (!isDead) {
                draft.clean(scope.arity());
                tab.pay(tab.owed() - scope.carry(tab.owed()));
            }
            if (hasElseEdge) {
                jvm.place(scope.orElse);
            }
            resumeAt(scope.label, scope.height, scope.type.results(), scope.aside);
            tab.owe(scope.carry(0));
        } else if (isDead) {
            draft.restoreAside(scope.aside);
            draft.operands.cut(scope.height);
            draft.operands.push(scope.type.results());
        }
    }

    void branch(int depth) {
        draft.clean(scope(depth).arity());
        jump(scope(depth));
        isDead = true;
    }

    private Scope scope(int depth) {
        int left = depth;
        int at = scopes.size() - 1;
        while (left > 0 || scopes.get(at).isHidden) {
            left -= scopes.get(at--).isHidden ? 0 : 1;
        }
        return scopes.get(at);
    }

    /// Goes to a label on one path; what is known of the stack and the bill stays for the others.
    private void jump(Scope target) {
        if (target == scopes.getFirst()) {
            draft.writeReturn();
            return;
        }
        target.isTargeted = true;
        tab.pay(tab.owed() - target.carry(tab.owed()));
        draft.arrange(target);
        jvm.jump(GOTO, target.label);
    }

    /// Whether a jump there needs no code of its own.
    private boolean isPlain(Scope target) {
        return target != scopes.getFirst()
                && tab.owed() == target.carry(tab.owed())
                && draft.isArranged(target, draft.operands.size() - target.arity());
    }

    void branchIf(int depth) {
        var target = scope(depth);
        cleanUnderCondition(target.types());
        var condition = takeCondition();
        if (target.isLoop()) {
            tab.payAll();
        }
        if (isPlain(target)) {
            target.isTargeted = true;
            condition.jumpIf(jvm, target.label);
        } else {
            var past = new Label();
            condition.jumpUnless(jvm, past);
            jump(target);
            draft.bind(past);
        }
    }

    void giveBack() {
        draft.writeReturn();
        isDead = true;
    }

    void branchTable(int[] depths) {
        cleanUnderCondition(scope(depths[0]).types());
        draft.operands.pop();
        Map<Integer, Label> stubs = new LinkedHashMap<>();
        var labels = new Label[depths.length];
        for (int i = 0; i < depths.length; i++) {
            labels[i] = stubs.computeIfAbsent(depths[i], depth -> entry(scope(depth)));
        }
        if (depths.length > SWITCH_MAX && stubs.size() <= DISTINCT_MAX) {
            packed(labels, new ArrayList<>(stubs.values()));
        } else {
            int last = labels.length - 1;
            jvm.tableSwitch(Arrays.copyOf(labels, last), labels[last]);
        }
        stubs.forEach(this::stub);
        isDead = true;
    }

    private Label entry(Scope target) {
        if (isPlain(target)) {
            target.isTargeted = true;
            return target.label;
        }
        return new Label();
    }

    private void stub(int depth, Label label) {
        var target = scope(depth);
        if (!label.equals(target.label)) {
            draft.bind(label);
            jump(target);
        }
    }

    /// Few places for many numbers: a character of a string says which place.
    private void packed(Label[] labels, List<Label> distinct) {
        var map = new StringBuilder();
        for (var label : labels) {
            map.append((char) (distinct.indexOf(label) + 1));
        }
        jvm.push(map.toString());
        jvm.invoke(Tests.NAME, "pick", "(ILjava/lang/String;)I");
        var targets = distinct.toArray(new Label[0]);
        jvm.tableSwitch(targets, targets[0]);
    }

    void select() {
        int second = draft.operands.size() - 2;
        var type = draft.operands.type(second);
        boolean isFresh = draft.operands.isFresh(second);
        if (isFresh != draft.operands.isFresh(second - 1)) {
            materialise();
            draft.clean(3);
            isFresh = false;
        }
        var condition = takeCondition();
        boolean isWide = type.slots == 2;
        var first = new Label();
        condition.jumpIf(jvm, first);
        jvm.ops(isWide ? List.of(DUP2_X2, POP2) : List.of(SWAP));
        draft.bind(first);
        jvm.op(isWide ? POP2 : POP);
        draft.operands.drop(2);
        draft.operands.push(type, isFresh);
    }
}

package ipvm.jit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The validation of a function in one pass over its bytes, as the specification's appendix has it;
/// on the way it learns the [Shape] that the compiler asks for.
final class Validate {

    private static final int CALL_WEIGHT = 16;
    private static final int LEAF_COST_MAX = 64;

    /// A JVM method holds 64 KiB; what operators take of it is estimated from above.

    private final Module module;

    private final Limits limits;
    private final Wire in;
    private final Signature signature;
    private final Locals locals;
    private final Freshness fresh;
    private final TypeStack stack;
    private final StoreRules stores;
    private final List<Scope> scopes = new ArrayList<>();

    private long cost = 1;
    private boolean isStraight = true;
    private boolean hasLoop;
    private boolean calls;
    private boolean memory;
    private int at;

    /// A block that is open: its operator, its types, and the mark that its end gives back to the
    /// stack.
    private record Scope(int code, Signature type, int mark) {

        List<Val> label() {
            return code == Code.LOOP ? type.params() : type.results();
        }
    }

    private Validate(Module module, int function, Limits limits) throws Refused {
        this.module = module;
        this.limits = limits;
        this.in = module.code(module.body(function));
        this.at = in.position();
        this.signature = module.signature(function);
        this.locals = Locals.read(in, signature, limits);
        this.fresh = new Freshness(locals, signature.params().size());
        this.stack = new TypeStack(limits.operandsMax());
        this.stores = new StoreRules(module, in, stack);
    }

    static void all(Module module, Limits limits) throws Refused {
        module.shapes = new Shape[module.bodies.size()];
        for (int i = 0; i < module.shapes.length; i++) {
            var function = new Validate(module, module.importedFunctions + i, limits);
            module.shapes[i] = function.shape();
        }
    }

    private Shape shape() throws Refused {
        open(Code.BLOCK, new Signature(List.of(), signature.results()));
        while (!scopes.isEmpty()) {
            at = in.position();
            operator(in.u8());
        }
        if (!in.atEnd()) {
            throw Refused.malformed("operators after the end of a function", in.position());
        }
        boolean isLeaf = isStraight && !calls && cost <= LEAF_COST_MAX;
        return new Shape(
                CALL_WEIGHT + locals.size() + stack.highest(),
                isLeaf ? (int) cost : 0,
                hasLoop,
                calls,
                memory,
                fresh.locals());
    }

    private void operator(int code) throws Refused {
        var op = Op.of(code);
        cost += Code.cost(code);
        if (op != null) {
            plain(op);
        } else if (code == Code.PREFIX) {
            prefixed();
        } else if (code < Code.DROP) {
            control(code);
        } else {
            other(code);
        }
    }

    private void plain(Op op) throws Refused {
        if (op.bytes() > 0) {
            memory = true;
            stores.memarg(op.bytes(), at);
        }
        int knowledge = op.isFresh() || op.isNumber() ? Freshness.FRESH : 0;
        if (op.isAbs()) {
            knowledge = stack.top(at);
        }
        for (int i = op.params().size() - 1; i >= 0; i--) {
            stack.pop(op.params().get(i), at);
        }
        var result = op.result();
        if (result != null) {
            stack.push(result, knowledge, at);
        }
    }

    private void needMemory() throws Refused {
        memory = true;
        stores.memory(at);
    }

    private void control(int code) throws Refused {
        isStraight &= code == Code.NOP || code == Code.END;
        switch (code) {
            case Code.UNREACHABLE -> stack.unreachable();
            case Code.NOP -> {}
            case Code.BLOCK, Code.LOOP -> {
                hasLoop |= code == Code.LOOP;
                block(code);
            }
            case Code.IF -> {
                stack.pop(Val.I32, at);
                block(code);
            }
            case Code.ELSE -> orElse();
            case Code.END -> end();
            case Code.BR -> {
                stack.pop(label(in.u32()), at);
                stack.unreachable();
            }
            case Code.BR_IF -> {
                var label = label(in.u32());
                stack.pop(Val.I32, at);
                stack.again(label, at);
            }
            case Code.BR_TABLE -> table();
            case Code.RETURN -> {
                stack.pop(signature.results(), at);
                stack.unreachable();
            }
            case Code.CALL -> call(function(in.u32()));
            case Code.CALL_INDIRECT -> indirect();
            default -> throw Op.foreign(code, at);
        }
    }

    private void block(int code) throws Refused {
        var type = Code.blockType(in, module, at);
        stack.pop(type.params(), at);
        open(code, type);
    }

    private void open(int code, Signature type) throws Refused {
        if (scopes.size() > limits.nestingMax()) {
            throw Refused.tooLarge("block nesting", scopes.size(), limits.nestingMax(), at);
        }
        scopes.add(new Scope(code, type, stack.open()));
        stack.push(type.params(), at);
    }

    private Scope close() throws Refused {
        var scope = scopes.getLast();
        stack.pop(scope.type().results(), at);
        stack.close(scope.mark(), at);
        scopes.removeLast();
        return scope;
    }

    private void orElse() throws Refused {
        var scope = close();
        if (scope.code() != Code.IF) {
            throw Refused.malformed("else without if", at);
        }
        open(Code.ELSE, scope.type());
    }

    private void end() throws Refused {
        var scope = close();
        if (scope.code() == Code.IF && !scope.type().params().equals(scope.type().results())) {
            throw Refused.invalid("type mismatch: if without else changes the stack", at);
        }
        stack.push(scope.type().results(), at);
    }

    private List<Val> label(int depth) throws Refused {
        if (depth < 0 || depth >= scopes.size()) {
            throw Refused.invalid("unknown label " + Integer.toUnsignedString(depth), at);
        }
        return scopes.get(scopes.size() - 1 - depth).label();
    }

    private void table() throws Refused {
        stack.pop(Val.I32, at);
        int count = in.count("br_table targets", limits.targetsMax());
        var targets = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            targets[i] = in.u32();
        }
        int arity = label(targets[count]).size();
        for (int target : targets) {
            var label = label(target);
            if (label.size() != arity) {
                throw Refused.invalid("type mismatch: br_table targets of several arities", at);
            }
            stack.check(label, at);
        }
        stack.unreachable();
    }

    private int function(int index) throws Refused {
        if (index < 0 || index >= module.functions.size()) {
            throw Refused.invalid("unknown function " + Integer.toUnsignedString(index), at);
        }
        return index;
    }

    private void call(int function) throws Refused {
        calls = true;
        call(module.signature(function));
    }

    private void call(Signature type) throws Refused {
        stack.pop(type.params(), at);
        for (var result : type.results()) {
            stack.push(result, false, at);
        }
    }

    private void indirect() throws Refused {
        calls = true;
        int type = in.u32();
        var element = stores.table(at);
        if (type < 0 || type >= module.types.size()) {
            throw Refused.invalid("unknown type " + Integer.toUnsignedString(type), at);
        }
        if (element != Val.FUNC) {
            throw Refused.invalid("type mismatch: call_indirect on a table of " + element, at);
        }
        stack.pop(Val.I32, at);
        call(module.types.get(type));
    }

    private void other(int code) throws Refused {
        switch (code) {
            case Code.DROP -> stack.pop(at);
            case Code.SELECT -> select();
            case Code.SELECT_T -> typedSelect();
            case Code.LOCAL_GET -> {
                int index = in.u32();
                stack.push(locals.type(index, at), Freshness.of(index), at);
            }
            case Code.LOCAL_SET -> {
                int index = in.u32();
                fresh.set(index, stack.pop(locals.type(index, at), at));
            }
            case Code.LOCAL_TEE -> {
                int index = in.u32();
                var type = locals.type(index, at);
                int value = stack.pop(type, at);
                fresh.set(index, value);
                stack.push(type, value, at);
            }
            case Code.GLOBAL_GET -> stack.push(global(false), false, at);
            case Code.GLOBAL_SET -> stack.pop(global(true), at);
            case Code.TABLE_GET, Code.TABLE_SET -> stores.entry(code, at);
            case Code.MEMORY_SIZE -> {
                stores.zero(at);
                needMemory();
                stack.push(Val.I32, false, at);
            }
            case Code.MEMORY_GROW -> {
                stores.zero(at);
                needMemory();
                calls = true;
                module.grows = true;
                stack.pop(Val.I32, at);
                stack.push(Val.I32, false, at);
            }
            default -> constant(code);
        }
    }

    private void constant(int code) throws Refused {
        switch (code) {
            case Code.I32_CONST -> {
                in.s32();
                stack.push(Val.I32, false, at);
            }
            case Code.I64_CONST -> {
                in.s64();
                stack.push(Val.I64, false, at);
            }
            case Code.F32_CONST -> {
                boolean isNumber = !Float.isNaN(Float.intBitsToFloat(in.i32Bits()));
                stack.push(Val.F32, isNumber, at);
            }
            case Code.F64_CONST -> {
                boolean isNumber = !Double.isNaN(Double.longBitsToDouble(in.i64Bits()));
                stack.push(Val.F64, isNumber, at);
            }
            case Code.REF_NULL -> stack.push(Val.reference(in), false, at);
            case Code.REF_IS_NULL -> isNull();
            case Code.REF_FUNC -> {
                int index = function(in.u32());
                if (!module.escaping.get(index)) {
                    throw Refused.invalid("undeclared function reference " + index, at);
                }
                stack.push(Val.FUNC, false, at);
            }
            default -> throw Op.foreign(code, at);
        }
    }

    private void isNull() throws Refused {
        var type = stack.type(stack.pop(at));
        if (type != null && !type.isReference()) {
            throw Refused.invalid("type mismatch: ref.is_null of " + type, at);
        }
        stack.push(Val.I32, false, at);
    }

    private void select() throws Refused {
        stack.pop(Val.I32, at);
        int second = stack.pop(at);
        int first = stack.pop(at);
        var one = stack.type(first);
        var other = stack.type(second);
        if ((one != null && one.isReference()) || (other != null && other.isReference())) {
            throw Refused.invalid("type mismatch: select of references needs its type", at);
        }
        if (one != null && other != null && one != other) {
            throw Refused.invalid("type mismatch: select of " + one + " and " + other, at);
        }
        push(one != null ? one : other, Freshness.isFresh(first & second));
    }

    private void push(@Nullable Val type, boolean isFresh) throws Refused {
        if (type == null) {
            stack.pushUnknown(at);
        } else {
            stack.push(type, isFresh, at);
        }
    }

    private void typedSelect() throws Refused {
        if (in.u32() != 1) {
            throw Refused.invalid("invalid result arity of select", at);
        }
        var type = Val.read(in);
        stack.pop(Val.I32, at);
        int second = stack.pop(type, at);
        int first = stack.pop(type, at);
        stack.push(type, Freshness.isFresh(first & second), at);
    }

    private Val global(boolean isSet) throws Refused {
        int index = in.u32();
        if (index < 0 || index >= module.globals.size()) {
            throw Refused.invalid("unknown global " + Integer.toUnsignedString(index), at);
        }
        var global = module.globals.get(index);
        if (isSet && !global.mutable()) {
            throw Refused.invalid("global " + index + " is immutable", at);
        }
        return global.type();
    }

    private void prefixed() throws Refused {
        int code = in.u32();
        var op = code >= 0 && code < 8 ? Op.of(Op.PREFIXED + code) : null;
        cost++;
        if (op != null) {
            plain(op);
            return;
        }
        calls = true;
        memory |= code == Code.MEMORY_INIT || code == Code.MEMORY_COPY || code == Code.MEMORY_FILL;
        stores.check(code, at);
    }
}

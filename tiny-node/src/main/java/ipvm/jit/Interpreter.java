package ipvm.jit;

import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.MStack;
import run.endive.runtime.StackFrame;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.FunctionType;

/// Endive's own interpreter under our schedule: the oracle that compiled code is compared with, and
/// the way to run what no JVM method can hold.
final class Interpreter extends InterpreterMachine implements Metered {

    private static final Map<String, Reason> REASONS =
            Map.of(
                    "integer divide by zero", Reason.DIVISION,
                    "integer overflow", Reason.OVERFLOW,
                    "invalid conversion to integer", Reason.CONVERSION,
                    "indirect call type mismatch", Reason.SIGNATURE,
                    "undefined element", Reason.TABLE,
                    "out of bounds table access", Reason.TABLE,
                    "out of bounds memory access", Reason.MEMORY);

    private final Module module;
    private final Meter meter;
    private final @Nullable Func[] funcs;

    /// Who runs the functions that this one calls; null when that is this interpreter.
    private final @Nullable MeteredMachine others;

    /// Values that lie below all others: where a block ends or a loop begins anew, Endive takes as
    /// many values as the block has parameters and results, and puts them back, also those below.
    private final int bottom;

    private boolean isAsked = true;

    Interpreter(Instance instance, Module module, Meter meter, @Nullable MeteredMachine others) {
        super(instance);
        this.module = module;
        this.meter = meter;
        this.others = others;
        this.funcs = new Func[module.functions.size()];
        this.bottom =
                module.types.stream()
                        .mapToInt(type -> type.params().size() + type.results().size())
                        .reduce(1, Math::max);
    }

    @Override
    public Module module() {
        return module;
    }

    @Override
    public Func func(int id) {
        var known = funcs[id];
        if (known == null) {
            known = new Func(this, instance(), id);
            funcs[id] = known;
        }
        return known;
    }

    @Override
    public CallResult callWithRefs(int function, long[] args, Object[] references) {
        isAsked = true;
        try {
            return normal(function, super.callWithRefs(function, args, references));
        } catch (WasmEngineException end) {
            throw trap(end);
        }
    }

    /// Endive leaves the upper half of a 32-bit result open, and gives null for no results.
    private CallResult normal(int function, CallResult found) {
        var types = module.signature(function).results();
        var numbers = new long[types.size()];
        for (int i = 0; i < numbers.length; i++) {
            boolean isNarrow = types.get(i) == Val.I32 || types.get(i) == Val.F32;
            numbers[i] = isNarrow ? found.longs()[i] & 0xffff_ffffL : found.longs()[i];
        }
        return CallResult.of(numbers, found.refs());
    }

    @Override
    public long[] call(int function, long[] args) {
        return callWithRefs(function, args, new Object[args.length]).longs();
    }

    private static RuntimeException trap(WasmEngineException end) {
        if (end instanceof Trap) {
            return end;
        }
        var text = String.valueOf(end.getMessage());
        if (text.startsWith("uninitialized element")) {
            return new Trap(Reason.ELEMENT);
        }
        if (text.contains("unreachable")) {
            return new Trap(Reason.UNREACHABLE);
        }
        var reason = REASONS.get(text);
        return reason == null ? end : new Trap(reason);
    }

    @Override
    protected long @Nullable [] call(
            MStack stack,
            Instance instance,
            Deque<StackFrame> frames,
            int function,
            long[] args,
            Object @Nullable [] references,
            @Nullable FunctionType wanted,
            boolean takesResults) {
        boolean isMine = others == null || isAsked;
        isAsked = false;
        while (stack.size() < bottom) {
            stack.push(0);
        }
        if (!isMine && !module.isImport(function)) {
            return elsewhere(stack, function, args, references, wanted);
        }
        if (module.isImport(function)) {
            return super.call(
                    stack, instance, frames, function, args, references, wanted, takesResults);
        }
        meter.spend(1);
        int weight = module.shape(function).weight();
        meter.depth -= weight;
        try {
            if (meter.depth < 0) {
                throw new Trap(Reason.STACK);
            }
            return super.call(
                    stack, instance, frames, function, args, references, wanted, takesResults);
        } finally {
            meter.depth += weight;
        }
    }

    /// Calls a function that compiled code runs, and puts its results where the caller looks.
    private long @Nullable [] elsewhere(
            MStack stack,
            int function,
            long[] args,
            Object @Nullable [] references,
            @Nullable FunctionType wanted) {
        if (wanted != null) {
            var types = instance().module().typeSection();
            verifyIndirectCall(instance().type(instance().functionType(function)), wanted, types);
        }
        var given = references == null ? new Object[args.length] : references;
        var results = Objects.requireNonNull(others).callWithRefs(function, args, given);
        var kinds = module.signature(function).results();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) == Val.EXTERN) {
                stack.pushRef(results.refs()[i]);
            } else {
                stack.push(results.longs()[i]);
            }
        }
        return null;
    }
}

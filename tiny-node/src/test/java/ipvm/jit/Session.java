package ipvm.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// Calls one instance of a random module several times and writes down what can be seen of it, so
/// that two engines can be compared line by line.
///
/// After fuel is used up only the bill counts: how far a run came by then is not defined.
final class Session {

    private static final long MEMORY_BYTES = 3 << 16;

    /// A call from outside.
    static final class Call {
        private final String export;
        private final long[] numbers;
        private final @Nullable Object[] references;

        private Call(String export, long[] numbers, @Nullable Object[] references) {
            this.export = export;
            this.numbers = numbers;
            this.references = references;
        }
    }

    private final RandomModule module;
    private final List<Call> calls;
    private final Meter meter;
    private final List<String> lines = new ArrayList<>();

    private Session(RandomModule module, List<Call> calls, long fuel) {
        this.module = module;
        this.calls = calls;
        this.meter = new Meter(fuel, MEMORY_BYTES, Meter.PATIENT);
    }

    static List<Call> calls(Plan plan, RandomGenerator random) {
        var calls = new ArrayList<Call>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int function = random.nextInt(plan.functions().size());
            var params = plan.signature(function).params();
            var numbers = new long[params.size()];
            var references = new @Nullable Object[params.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Constants.bits(params.get(i), random);
                if (params.get(i) == Val.FUNC && random.nextBoolean()) {
                    numbers[i] = random.nextInt(plan.functions().size());
                }
                references[i] = params.get(i) == Val.EXTERN ? "argument " + i : null;
            }
            calls.add(new Call("f" + function, numbers, references));
        }
        return calls;
    }

    static Session run(Program program, RandomModule module, List<Call> calls, long fuel) {
        var session = new Session(module, calls, fuel);
        session.all(program);
        return session;
    }

    /// The same on an instance that went through all of it before and was put back.
    static Session runAgain(Program program, RandomModule module, List<Call> calls, long fuel) {
        var session = new Session(module, calls, fuel);
        session.twice(program, fuel);
        return session;
    }

    private void twice(Program program, long fuel) {
        var started = started(program);
        if (started.isEmpty()) {
            return;
        }
        var instance = started.get();
        var before = List.copyOf(lines);
        boolean isBounded = meter.isBounded();
        meter.ready();
        var snapshot = Snapshot.of(instance).orElseThrow();
        calls(instance);
        if (isBounded) {
            return;
        }
        snapshot.restore();
        meter.renew(fuel, MEMORY_BYTES, Meter.PATIENT);
        lines.clear();
        lines.addAll(before);
        calls(instance);
    }

    List<String> lines() {
        return lines;
    }

    long used() {
        return meter.used();
    }

    private void all(Program program) {
        started(program).ifPresent(this::calls);
    }

    private Optional<Instance> started(Program program) {
        try {
            return Optional.of(program.start(imports(), meter));
        } catch (Trap trap) {
            end("start", trap);
            return Optional.empty();
        }
    }

    private void calls(Instance instance) {
        state("start", "ok", instance);
        for (var call : calls) {
            if (!call(call, instance)) {
                return;
            }
        }
    }

    private boolean call(Call call, Instance instance) {
        try {
            var result =
                    instance.export(call.export)
                            .applyWithRefs(call.numbers.clone(), call.references.clone());
            state(call.export, text(result), instance);
        } catch (Trap trap) {
            if (trap.reason() == Reason.FUEL) {
                end(call.export, trap);
                return false;
            }
            state(call.export, trap.reason().toString(), instance);
        }
        return true;
    }

    private static String text(CallResult result) {
        var text = new StringBuilder();
        for (int i = 0; i < result.longs().length; i++) {
            var reference = result.refs() == null ? null : result.refs()[i];
            text.append(' ')
                    .append(Long.toHexString(result.longs()[i]))
                    .append('/')
                    .append(reference);
        }
        return text.toString();
    }

    private void end(String what, Trap trap) {
        lines.add(
                "%s: %s for %d, %d pages, bounded %s"
                        .formatted(
                                what,
                                trap.reason(),
                                meter.used(),
                                meter.pagesPeak(),
                                meter.isBounded()));
    }

    private void state(String what, String end, Instance instance) {
        lines.add(
                "%s: %s for %d, %d pages, bounded %s"
                        .formatted(what, end, meter.used(), meter.pagesPeak(), meter.isBounded()));
        var memory = (FlatMemory) instance.memory();
        lines.add("memory " + memory.pages() + " pages, " + Arrays.hashCode(memory.bytes));
        lines.add("globals" + globals(instance));
        lines.add("tables" + tables(instance));
    }

    private String globals(Instance instance) {
        var text = new StringBuilder();
        var types = module.plan().globals();
        for (int i = 0; i < types.size(); i++) {
            var global = instance.global(i);
            text.append(' ');
            switch (types.get(i).type()) {
                case I32, F32 -> text.append(Integer.toHexString((int) global.getValue()));
                case I64, F64, FUNC -> text.append(Long.toHexString(global.getValue()));
                case EXTERN -> text.append(global.getRefValue());
            }
        }
        return text.toString();
    }

    private static String tables(Instance instance) {
        var text = new StringBuilder();
        for (int i = 0; i < Plan.TABLES.size(); i++) {
            for (var entry : ((FlatTable) instance.table(i)).entries) {
                text.append(' ').append(entry instanceof Func func ? func.id : entry);
            }
            text.append(';');
        }
        return text.toString();
    }

    /// Functions of the host that note their calls and answer by their arguments.
    private ImportValues imports() {
        var functions = new ArrayList<ImportFunction>();
        for (int i = 0; i < module.plan().imported(); i++) {
            functions.add(host("f" + i, module.plan().signature(i)));
        }
        return ImportValues.builder().withFunctions(functions).build();
    }

    private ImportFunction host(String name, Signature type) {
        return new HostFunction(
                "host",
                name,
                FunctionType.of(types(type.params()), types(type.results())),
                new Host(name, type, module.plan().functions().lastIndexOf(0), lines));
    }

    private static List<ValType> types(List<Val> types) {
        return types.stream().map(Session::type).toList();
    }

    private static ValType type(Val type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
            case FUNC -> ValType.FuncRef;
            case EXTERN -> ValType.ExternRef;
        };
    }
}

package ipvm.jit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.Instance;
import run.endive.runtime.Store;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.ValType;

/// Runs the commands of one file of the specification's suite and keeps those that went wrong.
final class SpecRun {

    private static final Map<String, Reason> TRAPS =
            Map.of(
                    "uninitialized element", Reason.ELEMENT,
                    "uninitialized element 2", Reason.ELEMENT,
                    "undefined element", Reason.TABLE,
                    "out of bounds memory access", Reason.MEMORY,
                    "out of bounds table access", Reason.TABLE,
                    "unreachable", Reason.UNREACHABLE,
                    "integer overflow", Reason.OVERFLOW,
                    "invalid conversion to integer", Reason.CONVERSION,
                    "integer divide by zero", Reason.DIVISION,
                    "indirect call type mismatch", Reason.SIGNATURE);

    private final Archive archive;
    private final String folder;
    private final Engine engine;
    private final Meter meter = new Meter(Long.MAX_VALUE / 2, 4L << 30, Meter.PATIENT);
    private final Store store = new Store();
    private final Map<String, Instance> named = new HashMap<>();
    private @Nullable Instance current;

    final List<String> faults = new ArrayList<>();
    int commands;

    SpecRun(Archive archive, String file, Engine engine) {
        this.archive = archive;
        this.folder = file.substring(0, file.lastIndexOf('/') + 1);
        this.engine = engine;
        host();
    }

    private void host() {
        var types =
                Map.of(
                        "print", List.<ValType>of(),
                        "print_i32", List.of(ValType.I32),
                        "print_i64", List.of(ValType.I64),
                        "print_f32", List.of(ValType.F32),
                        "print_f64", List.of(ValType.F64),
                        "print_i32_f32", List.of(ValType.I32, ValType.F32),
                        "print_f64_f64", List.of(ValType.F64, ValType.F64));
        types.forEach((name, params) ->
                store.addFunction(
                        new HostFunction(
                                "spectest",
                                name,
                                FunctionType.of(params, List.of()),
                                (instance, args) -> new long[0])));
        global("global_i32", 666, ValType.I32);
        global("global_i64", 666, ValType.I64);
        global("global_f32", Float.floatToRawIntBits(666.6f), ValType.F32);
        global("global_f64", Double.doubleToRawLongBits(666.6), ValType.F64);
        store.addTable(
                new ImportTable(
                        "spectest",
                        "table",
                        new FlatTable(
                                new Table(ValType.FuncRef, new TableLimits(10, 20)), 65_536)));
        store.addMemory(
                new ImportMemory(
                        "spectest", "memory", new FlatMemory(new MemoryLimits(1, 2), meter)));
    }

    private void global(String name, long bits, ValType type) {
        store.addGlobal(
                new ImportGlobal("spectest", name, new Cell(bits, type, MutabilityType.Const)));
    }

    void all(JsonNode commandsOfFile) throws IOException {
        for (var command : commandsOfFile) {
            commands++;
            try {
                command(command);
            } catch (Refused | WasmEngineException | IllegalStateException | AssertionError e) {
                faults.add(
                        folder
                                + command.get("line")
                                + " "
                                + command.get("type").asText()
                                + ": "
                                + e);
            }
        }
    }

    private void command(JsonNode command) throws Refused {
        switch (command.get("type").asText()) {
            case "module" -> module(command);
            case "register" ->
                    store.register(command.get("as").asText(), instance(command.path("name")));
            case "action" -> act(command.get("action"));
            case "assert_return" -> assertReturn(command);
            case "assert_trap" -> assertTrap(command);
            case "assert_exhaustion" -> assertEnd(command, Reason.STACK);
            case "assert_invalid", "assert_malformed" -> assertRefused(command);
            case "assert_unlinkable" -> assertUnlinkable(command);
            case "assert_uninstantiable" -> assertUninstantiable(command);
            default -> throw new AssertionError("unknown command");
        }
    }

    private byte[] bytes(JsonNode command) {
        return archive.bytes(folder + command.get("filename").asText());
    }

    private void module(JsonNode command) throws Refused {
        current = null;
        current = start(command);
        if (command.has("name")) {
            named.put(command.get("name").asText(), current);
        }
    }

    private Instance start(JsonNode command) throws Refused {
        return engine.start(bytes(command), store.toImportValues(), meter);
    }

    private Instance instance(JsonNode name) {
        return name.isMissingNode()
                ? Objects.requireNonNull(current, "no module")
                : Objects.requireNonNull(named.get(name.asText()), "no module " + name);
    }

    private CallResult act(JsonNode action) {
        var instance = instance(action.path("module"));
        var field = action.get("field").asText();
        if (action.get("type").asText().equals("get")) {
            var global = instance.exports().global(field);
            return CallResult.of(
                    new long[] {global.getValue()}, new Object[] {global.getRefValue()});
        }
        var args = action.get("args");
        var numbers = new long[args.size()];
        var references = new Object[args.size()];
        for (int i = 0; i < numbers.length; i++) {
            var value = args.get(i).get("value").asText();
            if (!args.get(i).get("type").asText().equals("externref")) {
                numbers[i] = value.equals("null") ? -1 : Long.parseUnsignedLong(value);
            } else {
                references[i] = value.equals("null") ? null : value;
            }
        }
        return instance.export(field).applyWithRefs(numbers, references);
    }

    private void assertReturn(JsonNode command) {
        var result = act(command.get("action"));
        var expected = command.get("expected");
        for (int i = 0; i < expected.size(); i++) {
            var type = expected.get(i).get("type").asText();
            var value = expected.get(i).path("value").asText("any");
            if (!matches(type, value, result, i)) {
                throw new AssertionError(
                        "wanted "
                                + expected
                                + ", got "
                                + List.of(result.longs()[i])
                                + " of "
                                + command.get("action"));
            }
        }
    }

    private static boolean matches(String type, String value, CallResult result, int index) {
        return switch (type) {
            case "externref" ->
                    value.equals("null")
                            ? result.refs()[index] == null
                            : value.equals(result.refs()[index]);
            case "funcref" -> (result.longs()[index] == -1) == value.equals("null");
            case "f32" -> float32(value, (int) result.longs()[index]);
            case "f64" -> float64(value, result.longs()[index]);
            case "i32" -> (int) result.longs()[index] == (int) Long.parseUnsignedLong(value);
            default -> result.longs()[index] == Long.parseUnsignedLong(value);
        };
    }

    private static boolean float32(String value, int bits) {
        return switch (value) {
            case "nan:canonical", "nan:arithmetic" -> bits == 0x7fc00000;
            default -> bits == (int) Long.parseUnsignedLong(value);
        };
    }

    private static boolean float64(String value, long bits) {
        return switch (value) {
            case "nan:canonical", "nan:arithmetic" -> bits == 0x7ff8000000000000L;
            default -> bits == Long.parseUnsignedLong(value);
        };
    }

    private void assertTrap(JsonNode command) {
        assertEnd(command, TRAPS.get(command.get("text").asText()));
    }

    private void assertEnd(JsonNode command, @Nullable Reason wanted) {
        try {
            act(command.get("action"));
        } catch (Trap trap) {
            if (trap.reason() != wanted) {
                throw new AssertionError("trapped with " + trap.reason() + ", not " + wanted, trap);
            }
            return;
        }
        throw new AssertionError("no trap: " + wanted);
    }

    private void assertRefused(JsonNode command) {
        if ("text".equals(command.path("module_type").asText())) {
            return;
        }
        try {
            Program.compile(bytes(command), Limits.DEFAULT);
        } catch (Refused refused) {
            var wanted = command.get("type").asText().substring("assert_".length());
            boolean isOurs = refused.kind() == Refused.Kind.UNSUPPORTED;
            if (!isOurs && !refused.kind().toString().equals(wanted)) {
                throw new AssertionError("not " + command.get("text"), refused);
            }
            return;
        }
        throw new AssertionError("taken, but " + command.get("text"));
    }

    private void assertUnlinkable(JsonNode command) throws Refused {
        try {
            start(command);
        } catch (UnlinkableException expected) {
            return;
        }
        throw new AssertionError("linked, but " + command.get("text"));
    }

    private void assertUninstantiable(JsonNode command) throws Refused {
        try {
            start(command);
        } catch (UninstantiableException | Trap expected) {
            return;
        }
        throw new AssertionError("started, but " + command.get("text"));
    }
}

package ipvm.wasm;

import java.util.List;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// A number type of core Wasm, as the canonical ABI flattens values into.
enum Core {
    I32(ValType.I32),
    I64(ValType.I64),
    F32(ValType.F32),
    F64(ValType.F64);

    private final ValType type;

    Core(ValType type) {
        this.type = type;
    }

    /// The type of a place that holds either.
    static Core join(Core a, Core b) {
        if (a == b) {
            return a;
        }
        return a.is32() && b.is32() ? I32 : I64;
    }

    private boolean is32() {
        return this == I32 || this == F32;
    }

    /// Parameters and results of a core function.
    record Type(List<Core> params, List<Core> results) {

        FunctionType endive() {
            return FunctionType.of(types(params), types(results));
        }

        private static List<ValType> types(List<Core> cores) {
            return cores.stream().map(core -> core.type).toList();
        }

        /// The words that core modules describe their functions by.
        @Override
        public String toString() {
            return params + " -> " + results;
        }
    }
}

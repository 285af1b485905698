package ipvm.wasm;

import ipvm.jit.Extern;
import ipvm.jit.Program;
import java.util.List;
import java.util.Map;

/// A linked component: which core modules to start, in order, and what can be called then.
///
/// @param starts the core modules with what each is given
/// @param components how many component instances there are
/// @param exports functions by the names that callers use
record Plan(List<Start> starts, int components, Map<String, Func> exports) {

    /// A core module to start.
    record Start(Program program, List<Given> given) {}

    /// An import by its two names, and what stands for it.
    record Given(String module, String name, CoreItem item) {

        Extern kind() {
            return item.kind();
        }
    }
}

package ipvm.wasm;

import ipvm.jit.Program;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A linked component: which core modules to start, in order, and what can be called then.
///
/// @param starts the core modules with what each is given
/// @param components how many component instances there are
/// @param exports functions by the names that callers use
record Plan(List<Start> starts, int components, Map<String, Func> exports) {

    /// The name of the function that somebody means.
    String name(String asked) throws Unfit {
        return Names.find(asked, exports.keySet())
                .orElseThrow(() -> Names.missing(asked, exports.keySet()));
    }

    /// The function that somebody means.
    Func function(String asked) throws Unfit {
        return Objects.requireNonNull(exports.get(name(asked)));
    }

    /// A core module to start.
    record Start(Program program, List<Given> given) {}

    /// An import by its two names, and what stands for it. What one import of a core module is
    /// given.
    record Given(String module, String name, CoreItem item) {}
}

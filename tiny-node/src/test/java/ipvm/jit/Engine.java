package ipvm.jit;

import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/// One way to run modules, so that ours and the oracle pass the same tests.
interface Engine {

    /// Compiled code.
    Engine COMPILED =
            (bytes, imports, meter) -> Program.compile(bytes, Limits.DEFAULT).start(imports, meter);

    /// Endive's interpreter under our schedule.
    Engine INTERPRETED =
            (bytes, imports, meter) ->
                    Program.interpret(bytes, Limits.DEFAULT).start(imports, meter);

    Instance start(byte[] module, ImportValues imports, Meter meter) throws Refused;
}

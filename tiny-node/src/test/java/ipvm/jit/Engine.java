package ipvm.jit;

import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/// One way to run modules, so that ours and the oracle pass the same tests.
interface Engine {

    /// Compiled code.
    Engine COMPILED = bytes -> Program.compile(bytes, Limits.DEFAULT);

    /// Endive's interpreter under our schedule.
    Engine INTERPRETED = bytes -> Program.interpret(bytes, Limits.DEFAULT);

    Program program(byte[] module) throws Refused;

    default Instance start(byte[] module, ImportValues imports, Meter meter) throws Refused {
        return program(module).start(imports, meter);
    }
}

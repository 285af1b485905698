package ipvm.jit;

import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/// A machine of ours: references to its functions can lie in tables and globals.
interface Metered extends Machine {

    Module module();

    Func func(int id);

    static Metered of(Instance instance) {
        if (instance.getMachine() instanceof Metered machine) {
            return machine;
        }
        throw new IllegalArgumentException("an instance of another machine");
    }
}

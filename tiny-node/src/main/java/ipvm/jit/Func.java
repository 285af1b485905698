package ipvm.jit;

import run.endive.runtime.Instance;

/// A reference to a function of some instance.
public final class Func {

    final Instance instance;
    final int id;

    /// The context of the instance when our machine runs it, to recognise a callee of our own.
    final Metered machine;

    final Signature signature;

    Func(Metered machine, Instance instance, int id) {
        this.machine = machine;
        this.instance = instance;
        this.id = id;
        this.signature = machine.module().signature(id);
    }
}

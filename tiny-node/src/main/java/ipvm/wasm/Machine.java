package ipvm.wasm;

import ipvm.jit.Program;

/// What runs the functions of a module; both come to the same ends for the same fuel.
///
/// The second is the reference, and the way out on a JVM that must not define classes.
public enum Machine {
    /// Our compiler to JVM code.
    FAST(Program::compile),
    /// The interpreter of Endive.
    ENDIVE(Program::interpret);

    @FunctionalInterface
    private interface Preparation {
        Program of(byte[] bytes, ipvm.jit.Limits limits) throws ipvm.jit.Refused;
    }

    private final Preparation preparation;

    Machine(Preparation preparation) {
        this.preparation = preparation;
    }

    Program prepared(byte[] bytes, ipvm.jit.Limits limits) throws ipvm.jit.Refused {
        return preparation.of(bytes, limits);
    }
}

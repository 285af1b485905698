package ipvm.wasm;

import ipvm.jit.Program;

/// A core module of a component, and where it begins.
record Unit(Program program, int offset) {}

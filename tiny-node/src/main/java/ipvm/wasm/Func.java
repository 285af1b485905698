package ipvm.wasm;

/// A function of the component level.
sealed interface Func {

    FuncType type();

    /// A core function with the canonical ABI around it.
    record Lifted(FuncType type, CoreItem core, Options options, int component) implements Func {}

    /// A core function of numbers, as it is.
    record Plain(FuncType type, CoreItem core) implements Func {}

    /// A function of the host, by its interface without a version and its name.
    record OfHost(FuncType type, String from, String name) implements Func {}
}

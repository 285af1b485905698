package ipvm.wasm;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.List;

/// The way from a module's bytes to a value and its bill.
///
/// A module is compiled once and started often; every end that a module can come to is an [Ended],
/// so that only bytes that are no module of ours are an exception.
public final class Engine {

    private static final int LAYER_OFFSET = 6;
    private static final int PREAMBLE_BYTES = 8;

    private Engine() {}

    /// Validates and links all of it; what is taken here cannot turn out to be invalid later.
    public static Compiled compile(Bytes module, Limits limits) throws Refused {
        return compile(module, limits, Machine.FAST);
    }

    /// The same for a machine of one's choice.
    public static Compiled compile(Bytes module, Limits limits, Machine machine) throws Refused {
        int max = limits.core().moduleBytesMax();
        if (module.size() > max) {
            throw Refused.tooLarge("module bytes", module.size(), max, 0);
        }
        var bytes = module.toArray();
        var build = new Build(limits, machine);
        if (!isComponent(module)) {
            return CoreForm.compile(bytes, build);
        }
        var exports = Linker.link(Reader.of(bytes), build);
        return Compiled.of(exports, build.imports(), build);
    }

    /// The layer in the preamble tells a component from a core module.
    private static boolean isComponent(Bytes module) {
        return module.size() >= PREAMBLE_BYTES && module.at(LAYER_OFFSET) == 1;
    }

    /// Starts a module within its grant, start functions included; an instance of it that was
    /// closed before is used again, at the same price.
    public static Instance start(Compiled compiled, Host host, Grant grant) {
        return new Instance(compiled, host, grant);
    }

    /// Threads for so many runs at once; a run on one of them needs no other.
    public static java.util.concurrent.ExecutorService workers(int count) {
        return java.util.concurrent.Executors.newFixedThreadPool(count, DeepStack::thread);
    }

    /// Calls a function by its name, in any usual spelling of it, with as many arguments as it
    /// takes.
    public static Ended call(Instance instance, String export, List<Ipld> args) {
        return instance.call(export, args);
    }
}

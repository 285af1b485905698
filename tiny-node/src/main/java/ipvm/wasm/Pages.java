package ipvm.wasm;

import ipvm.jit.Module;
import java.util.OptionalLong;

/// How much memory a module begins with and may grow to, in pages of 64 KiB; without a `max` as far
/// as its grant goes.
public record Pages(long min, OptionalLong max) {

    static Pages of(Module.MemoryType memory) {
        var max = memory.max() < 0 ? OptionalLong.empty() : OptionalLong.of(memory.max());
        return new Pages(memory.min(), max);
    }

    Pages plus(Pages other) {
        boolean areBounded = max.isPresent() && other.max.isPresent();
        var sum = areBounded ? max.getAsLong() + other.max.getAsLong() : -1;
        return new Pages(min + other.min, areBounded ? OptionalLong.of(sum) : OptionalLong.empty());
    }
}

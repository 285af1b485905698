package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.OptionalLong;

/// What a run has used.
///
/// @param fuel units of the fuel schedule
/// @param pages of 64 KiB at the highest
/// @param millis by the clock of the executor
/// @param boundedBy the memory limit that shaped the end, where memory was refused that the
///   module's own limits allow
public record Meter(long fuel, long pages, long millis, OptionalLong boundedBy) {

    public static final Meter NOTHING = new Meter(0, 0, 0, OptionalLong.empty());

    public Ipld.Map encode() {
        var map = Ipld.map("fuel", Ipld.of(fuel), "pages", Ipld.of(pages), "ms", Ipld.of(millis));
        return boundedBy.isPresent() ? map.with("memory", Ipld.of(boundedBy.getAsLong())) : map;
    }

    static Meter decode(Ipld value) throws MalformedException {
        var node = Node.of("meter", value);
        var memory = node.find("memory");
        return new Meter(
                natural(node, "fuel"),
                natural(node, "pages"),
                natural(node, "ms"),
                memory.isPresent()
                        ? OptionalLong.of(memory.get().natural())
                        : OptionalLong.empty());
    }

    /// Other executors count other things.
    private static long natural(Node node, String name) throws MalformedException {
        var field = node.find(name);
        return field.isPresent() ? field.get().natural() : 0;
    }
}

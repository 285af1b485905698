package ipvm.coap;

import ipvm.link.Ear;
import ipvm.link.Inlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.californium.core.CoapResource;

/// `/in`: one resource for each device that may put its readings, and watches over those that have
/// to be asked.
final class Inlets extends CoapResource {

    private final Watches watches;
    private final Copies copies;
    private final Ear ear;
    private final Limits limits;
    private final Map<String, InletResource> open = new HashMap<>();

    Inlets(Watches watches, Copies copies, Ear ear, Limits limits) {
        super("in", false);
        this.watches = watches;
        this.copies = copies;
        this.ear = ear;
        this.limits = limits;
    }

    synchronized void watch(List<Inlet> all) {
        var named = new HashMap<String, Inlet>();
        all.stream()
                .filter(Inlets::isOpen)
                .limit(limits.resourcesMax())
                .forEach(inlet -> named.put(inlet.name(), inlet));
        open.entrySet()
                .removeIf(entry -> !named.containsKey(entry.getKey()) && delete(entry.getValue()));
        for (var name : named.keySet()) {
            if (!open.containsKey(name)) {
                var resource = new InletResource(name, copies, ear);
                open.put(name, resource);
                add(resource);
            }
        }
        watches.watch(all);
    }

    /// Whether devices may put to it: `coap`, or `open` to whoever comes.
    private static boolean isOpen(Inlet inlet) {
        return List.of("coap", "open").stream()
                .anyMatch(
                        key -> inlet.key(key).filter(value -> !value.equals("false")).isPresent());
    }

    void close() {
        watches.close();
    }
}

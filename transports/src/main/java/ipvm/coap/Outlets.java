package ipvm.coap;

import ipvm.data.Ipld;
import ipvm.link.Setting;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.californium.core.CoapResource;

/// `/out`: the last result of each outlet.
final class Outlets extends CoapResource {

    private final Setting setting;
    private final Limits limits;
    private final Map<String, OutletResource> shown = new HashMap<>();

    Outlets(Setting setting, Limits limits) {
        super("out", false);
        this.setting = setting;
        this.limits = limits;
    }

    /// On the thread of the protocol, so that observers hear of one result after the other.
    void show(String name, Ipld value) {
        var found = shown.get(name);
        if (found != null) {
            found.show(value);
        } else if (shown.size() < limits.resourcesMax()) {
            var added = new OutletResource(name, value, setting.key("out." + name + ".unit"));
            shown.put(name, added);
            add(added);
        }
    }
}

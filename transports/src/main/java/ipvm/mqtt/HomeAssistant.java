package ipvm.mqtt;

import ipvm.data.Ipld;
import ipvm.link.Setting;

/// How an outlet describes itself to Home Assistant: where its state is, and whether we are here.
final class HomeAssistant {

    private static final int NODE_SHOWN = 8;

    private HomeAssistant() {}

    /// @param wish what `out.NAME.homeassistant` says: `true`, or a template such as `{{
    ///   value_json.temperature }}` that takes a number out of a larger result
    static Ipld describe(Topics topics, Setting setting, String name, String wish) {
        var node = topics.node();
        var about =
                Ipld.map(
                        "name", Ipld.of(name),
                        "unique_id", Ipld.of("ipvm_" + node + "_" + name),
                        "state_topic", Ipld.of(topics.out(name)),
                        "availability_topic", Ipld.of(topics.up()),
                        "payload_available", Ipld.of("1"),
                        "payload_not_available", Ipld.of("0"),
                        "device", device(node, setting.version()));
        var unit = setting.key("out." + name + ".unit");
        var withUnit =
                unit.isEmpty() ? about : about.with("unit_of_measurement", Ipld.of(unit.get()));
        return wish.contains("{{") ? withUnit.with("value_template", Ipld.of(wish)) : withUnit;
    }

    private static Ipld device(String node, String version) {
        var end = node.substring(Math.max(0, node.length() - NODE_SHOWN));
        return Ipld.map(
                "identifiers", Ipld.list(Ipld.of("ipvm_" + node)),
                "name", Ipld.of("IPVM " + end),
                "sw_version", Ipld.of(version));
    }
}

package ipvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The keys of `ipvm.conf` with what they mean and what holds without them.
final class Config {

    /// One key; an empty default means that nothing holds.
    record Key(String name, String value, String meaning) {}

    private static final String NAME = ".NAME.";

    private static final List<Key> KEYS =
            List.of(
                    new Key("node.name", "", "how neighbours see this node; else the host's name"),
                    new Key("log.level", "info", "error, warn, info, debug or trace"),
                    new Key("log.format", "text", "text or json"),
                    new Key("metrics.file", "", "a Prometheus text file to keep up to date"),
                    new Key("coap.port", "5683", "0 turns CoAP off"),
                    new Key("coap.bind", "::", "the address to listen on"),
                    new Key("coap.psk.file", "", "the keys of those who may speak DTLS"),
                    new Key("mqtt.url", "", "mqtt[s]://host:port of the broker"),
                    new Key("mqtt.user", "", "its user"),
                    new Key("mqtt.password.file", "", "the file with the password"),
                    new Key(
                            "ble.adapter",
                            "",
                            "such as hci0, or any; without one Bluetooth is off"),
                    new Key("in.NAME.coap", "", "an inlet: a device puts its readings here"),
                    new Key("in.NAME.mqtt", "", "an inlet: a topic filter"),
                    new Key("in.NAME.observe", "", "an inlet: a CoAP URI to observe"),
                    new Key(
                            "in.NAME.ble",
                            "",
                            "an inlet: an address, or the UUID of a service such as fcd2"),
                    new Key("in.NAME.open", "", "whether anybody may put readings there"),
                    new Key("in.NAME.rate", "", "readings taken at most, such as 10/s"),
                    new Key("in.NAME.fuel", "", "fuel its rules may use, such as 1G/day"),
                    new Key("in.NAME.schema", "", "what a reading must look like"),
                    new Key(
                            "out.NAME.homeassistant",
                            "",
                            "an outlet: announce it to Home Assistant"),
                    new Key("out.NAME.unit", "", "an outlet: the unit of its values"),
                    new Key("wasm.machine", "fast", "fast or endive"),
                    new Key("workers", "", "tasks that run at once; else the number of cores"),
                    new Key("fuel.default", "1G", "of a task that says nothing"),
                    new Key("fuel.max", "100G", "of any task"),
                    new Key("memory.max", "64MiB", "of any task"),
                    new Key("time.max", "5m", "of any task"),
                    new Key("share.fuelPerHour", "0", "for strangers; 0 runs nothing of theirs"),
                    new Key("disk.max", "1GiB", "what the store may take"),
                    new Key("receipts.keep", "7d", "before they fold into a session"),
                    new Key("flush.interval", "0", "0 makes each answer durable"),
                    new Key("trust", "", "DIDs whose receipts are recalled; else only our own"),
                    new Key("http.private", "false", "whether tasks may reach private addresses"),
                    new Key("file.root", "", "the folder that tasks may read and write"));

    /// A key with a name of the user's in the middle.
    private static final Pattern NAMED = Pattern.compile("(in|out)\\.[A-Za-z0-9_-]+\\.([a-z]+)");

    private Config() {}

    /// All keys, those with names in them and the limits left out.
    static List<String> names() {
        return KEYS.stream().map(Key::name).filter(name -> !name.contains(NAME)).toList();
    }

    static boolean isKey(String name) {
        var named = NAMED.matcher(name);
        var plain = named.matches() ? named.group(1) + NAME + named.group(2) : name;
        return KEYS.stream().anyMatch(key -> key.name().equals(plain))
                || limits().stream().anyMatch(line -> line.startsWith("#" + name + " = "));
    }

    /// What holds when nothing is said.
    static String normal(String name) {
        return KEYS.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key " + name))
                .value();
    }

    /// A file in which every key is there, commented, with its default.
    static String text() {
        var lines = new ArrayList<String>();
        lines.add(
                "# Configuration of IPVM Tiny: UTF-8, one 'key = value' a line. Every key is here with");
        lines.add(
                "# its default; take the '#' away to change one. A variable IPVM_NODE_NAME stands for");
        lines.add("# node.name, and so on; it wins over this file.");
        for (var key : KEYS) {
            lines.add("");
            lines.add("# " + key.meaning());
            lines.add(("#" + key.name() + " = " + key.value()).stripTrailing());
        }
        lines.addAll(limits());
        return String.join("\n", lines) + "\n";
    }

    private static List<String> limits() {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("# limits: what a module, an effect, a rule and the node take at most");
        lines.addAll(LimitKeys.lines());
        return lines;
    }
}

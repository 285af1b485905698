package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.link.Inlet;
import ipvm.node.InletTerms;
import ipvm.rule.InletTrigger;
import ipvm.rule.Per;
import ipvm.task.Node;
import ipvm.ucan.Budget;
import ipvm.ucan.Policy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The inlets that a configuration names: `in.NAME.KEY = VALUE`.
final class Inlets {

    static final String PREFIX = "in.";

    /// How readings come in.
    static final List<String> WAYS = List.of("coap", "mqtt", "observe", "ble");

    private static final int INLETS_MAX = 256;
    private static final int FILTER_BYTES_MAX = 1_024;
    private static final long RATE_MAX = 1_000_000;
    private static final long FUEL_MAX = 1L << 53;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private Inlets() {}

    static List<InletTerms> read(Settings settings) throws Stop {
        var named = new TreeMap<String, Map<String, String>>();
        for (var key : settings.keys()) {
            if (key.startsWith(PREFIX)) {
                int dot = key.lastIndexOf('.');
                named.computeIfAbsent(key.substring(PREFIX.length(), dot), n -> new TreeMap<>())
                        .put(key.substring(dot + 1), settings.value(key));
            }
        }
        if (named.size() > INLETS_MAX) {
            throw Stop.usage("at most " + INLETS_MAX + " inlets, found " + named.size());
        }
        var all = new ArrayList<InletTerms>();
        for (var each : named.entrySet()) {
            try {
                all.add(terms(each.getKey(), each.getValue()));
            } catch (MalformedException e) {
                throw Stop.usage(place(settings, e) + e.getMessage());
            }
        }
        return all;
    }

    /// The file and line of the key that a fault is about.
    private static String place(Settings settings, MalformedException fault) {
        var key = fault.what().replaceAll(":.*", "");
        return settings.keys().contains(key) ? settings.from(key) + ": " : "";
    }

    /// @param keys what follows `in.NAME.`, with its value
    static InletTerms terms(String name, Map<String, String> keys) throws MalformedException {
        if (!InletTrigger.isName(name)) {
            throw new MalformedException("name of an inlet (up to 64 of A-Z a-z 0-9 _ -)", name);
        }
        var nodes = new TreeMap<String, Node>();
        keys.forEach(
                (key, value) -> nodes.put(key, Node.of(PREFIX + name + "." + key, Ipld.of(value))));
        checkWays(name, nodes);
        var rate = nodes.get("rate");
        var fuel = nodes.get("fuel");
        var schema = nodes.get("schema");
        return new InletTerms(
                new Inlet(name, keys),
                rate == null ? InletTerms.RATE : Per.read(rate, RATE_MAX),
                fuel == null ? Optional.empty() : Optional.of(fuel(name, fuel)),
                schema == null ? Policy.ANYTHING : schema(schema));
    }

    private static void checkWays(String name, Map<String, Node> nodes) throws MalformedException {
        boolean isWay = nodes.containsKey("open");
        for (var way : WAYS) {
            var node = nodes.get(way);
            if (node != null) {
                isWay = true;
                checkWay(way, node);
            }
        }
        if (!isWay) {
            throw new MalformedException(
                    PREFIX + name + ": a way for readings, one of " + String.join(", ", WAYS),
                    "none");
        }
    }

    private static void checkWay(String way, Node node) throws MalformedException {
        var text = node.text();
        boolean isGood =
                switch (way) {
                    case "coap" -> text.equals("true") || text.equals("false");
                    case "mqtt" -> isFilter(text);
                    case "observe" -> isUri(text);
                    default ->
                            text.matches("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f-]{4,36}");
                };
        if (!isGood) {
            throw node.malformed(form(way), "'" + text + "'");
        }
    }

    private static String form(String way) {
        return switch (way) {
            case "coap" -> "true or false";
            case "mqtt" -> "a topic filter, such as zigbee2mqtt/kitchen or tele/+/SENSOR";
            case "observe" -> "a URI such as coap://10.0.0.7/temperature";
            default -> "an address such as A4:C1:38:00:11:22, or the UUID of a service";
        };
    }

    /// `+` stands for one level and `#` for all that follow.
    private static boolean isFilter(String text) {
        var levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean isLast = i == levels.length - 1;
            boolean isWild = levels[i].equals("+") || (levels[i].equals("#") && isLast);
            if (!isWild && (levels[i].contains("+") || levels[i].contains("#"))) {
                return false;
            }
        }
        return !text.isEmpty() && Bytes.utf8(text).size() <= FILTER_BYTES_MAX;
    }

    private static boolean isUri(String text) {
        try {
            var uri = URI.create(text);
            var scheme = String.valueOf(uri.getScheme());
            return (scheme.equals("coap") || scheme.equals("coaps")) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Budget fuel(String name, Node text) throws MalformedException {
        var per = Per.read(text, FUEL_MAX);
        if (per.millis() == HOUR_MILLIS) {
            return InletTerms.fuel(name, per.amount(), Budget.Per.HOUR);
        }
        if (per.millis() == DAY_MILLIS) {
            return InletTerms.fuel(name, per.amount(), Budget.Per.DAY);
        }
        throw text.malformed("fuel for an hour or a day, such as 1G/day", "'" + text.text() + "'");
    }

    private static Policy schema(Node text) throws MalformedException {
        try {
            return Policy.decode(DagJson.read(Bytes.utf8(text.text()), Limits.DEFAULT));
        } catch (MalformedException e) {
            throw text.malformed(
                    "a policy over the reading, such as [[\">\", \".value.temperature\", -40]]",
                    e.getMessage());
        }
    }
}

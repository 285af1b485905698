package ipvm.cli;

import java.util.List;

/// Checks what every key is set to, and not only those that a command happens to need.
final class Values {

    private static final int PORT_MAX = 65_535;

    private Values() {}

    static void check(Settings settings) throws Stop {
        for (var key : Config.names()) {
            check(settings, key);
        }
        LimitKeys.check(settings);
        Inlets.read(settings);
        for (var key : settings.keys()) {
            if (key.startsWith("in.") && key.endsWith(".open")) {
                settings.truth(key);
            }
        }
    }

    private static void check(Settings settings, String key) throws Stop {
        switch (key) {
            case "log.level" -> Log.level(settings);
            case "log.format" -> settings.word(key, List.of("text", "json"));
            case "wasm.machine" -> settings.machine();
            case "workers" -> settings.count(key, 1);
            case "coap.port" -> {
                if (settings.number(key, Quantity.AMOUNT) > PORT_MAX) {
                    throw settings.wrong(key, "at most " + PORT_MAX);
                }
            }
            case "fuel.default", "fuel.max", "share.fuelPerHour" ->
                    settings.number(key, Quantity.AMOUNT);
            case "memory.max", "disk.max" -> settings.number(key, Quantity.SIZE);
            case "time.max", "receipts.keep", "flush.interval" ->
                    settings.number(key, Quantity.MILLIS);
            case "http.private" -> settings.truth(key);
            case "trust" -> settings.dids(key);
            default -> {
                // any text will do
            }
        }
    }
}

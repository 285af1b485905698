package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import ipvm.wasm.Machine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What `ipvm.conf` says, and the variables that win over it; each value knows where it stands, so
/// that a wrong one can be found.
final class Settings {

    private static final String PREFIX = "IPVM_";

    /// Variables that are no keys.
    private static final Set<String> OTHERS =
            Set.of("IPVM_HOME", "IPVM_JAVA", "IPVM_OPTS", "IPVM_PASSPHRASE");

    private static final int COUNT_MAX = 4_096;

    /// @param place the file with the line, or the variable
    private record Setting(String value, String place) {}

    private final Map<String, Setting> given = new HashMap<>();
    private Optional<String> fault = Optional.empty();

    private Settings() {}

    static Settings of(Home home, Call call) throws Stop, IOException {
        return of(home.conf(), call);
    }

    /// What a file says, then the variables, then the line of the command: the later wins.
    static Settings of(Path conf, Call call) throws Stop, IOException {
        var settings = new Settings();
        if (Files.exists(conf)) {
            settings.read(conf);
        }
        settings.read(call.world().host().environment(), call.out());
        for (var pair : call.arguments().all(Globals.SET)) {
            settings.set(pair);
        }
        return settings;
    }

    /// What holds where nothing is said.
    static Settings normal() {
        return new Settings();
    }

    private void set(String pair) throws Stop {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw Stop.usage(Globals.SET + ": '" + Shown.safe(pair) + "' is no KEY=VALUE");
        }
        var key = known(pair.substring(0, equals).strip(), Globals.SET);
        given.put(key, new Setting(pair.substring(equals + 1).strip(), Globals.SET));
    }

    /// Keys that somebody has set.
    Set<String> keys() {
        return new TreeSet<>(given.keySet());
    }

    String value(String key) {
        return setting(key).value();
    }

    /// Where the value of a key comes from.
    String from(String key) {
        return given.containsKey(key) ? setting(key).place() : "default";
    }

    Stop wrong(String key, String why) {
        return Stop.usage(place(key, setting(key)) + ": " + why);
    }

    /// What is wrong with the file that should hold, where another one does.
    Optional<String> fault() {
        return fault;
    }

    Settings insteadOf(String wrong) {
        fault = Optional.of(wrong);
        return this;
    }

    private void read(Path file) throws Stop, IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw Stop.usage(file + ": is not UTF-8");
        }
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(line, file + ":" + (i + 1));
            }
        }
    }

    private void line(String line, String place) throws Stop {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw Stop.usage(place + ": '" + Shown.safe(line) + "' is no 'key = value'");
        }
        var key = known(line.substring(0, equals).strip(), place);
        var before = given.put(key, new Setting(line.substring(equals + 1).strip(), place));
        if (before != null) {
            throw Stop.usage(place + ": " + key + " is already set at " + before.place());
        }
    }

    private static String known(String key, String place) throws Stop {
        if (!Config.isKey(key)) {
            var hint = Typo.hint(key, Config.names());
            throw Stop.usage(place + ": unknown key '" + Shown.safe(key) + "'" + hint);
        }
        return key;
    }

    private void read(Map<String, String> environment, Output out) {
        var names = new TreeSet<>(environment.keySet());
        names.removeIf(name -> !name.startsWith(PREFIX) || OTHERS.contains(name));
        if (names.isEmpty()) {
            return; // as nearly always: no start should pay for the names of all keys
        }
        for (var key : Config.names()) {
            var name = variable(key);
            var value = environment.get(name);
            if (value != null) {
                names.remove(name);
                given.put(key, new Setting(value, name));
            }
        }
        names.forEach(name -> out.note("warning: the variable " + name + " means nothing here"));
    }

    /// `share.fuelPerHour` is `IPVM_SHARE_FUEL_PER_HOUR`.
    private static String variable(String key) {
        return PREFIX
                + key.replaceAll("([a-z])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    /// The number that a key stands for.
    long number(String key, Quantity quantity) throws Stop {
        var setting = setting(key);
        return quantity.parse(place(key, setting), setting.value());
    }

    /// The word, which must be one of these.
    String word(String key, List<String> words) throws Stop {
        var setting = setting(key);
        if (!words.contains(setting.value())) {
            throw Stop.usage(
                    place(key, setting)
                            + ": '"
                            + Shown.safe(setting.value())
                            + "' is none of "
                            + String.join(", ", words));
        }
        return setting.value();
    }

    /// The value of a key, if it has one.
    Optional<String> find(String key) {
        return Optional.of(setting(key).value()).filter(value -> !value.isEmpty());
    }

    boolean truth(String key) throws Stop {
        return word(key, List.of("true", "false")).equals("true");
    }

    /// A whole number of things, or what holds where none is said.
    int count(String key, int normal) throws Stop {
        var given = find(key);
        if (given.isEmpty()) {
            return normal;
        }
        long count = number(key, Quantity.AMOUNT);
        if (count < 1 || count > COUNT_MAX) {
            throw Stop.usage(place(key, setting(key)) + ": from 1 to " + COUNT_MAX);
        }
        return (int) count;
    }

    /// DIDs, with spaces or commas between.
    java.util.Set<Did> dids(String key) throws Stop {
        var dids = new java.util.LinkedHashSet<Did>();
        for (var word : find(key).orElse("").split("[ ,]+", -1)) {
            if (!word.isEmpty()) {
                try {
                    dids.add(Did.parse(word));
                } catch (MalformedException e) {
                    throw Stop.malformed(place(key, setting(key)), e);
                }
            }
        }
        return dids;
    }

    Machine machine() throws Stop {
        return word("wasm.machine", List.of("fast", "endive")).equals("fast")
                ? Machine.FAST
                : Machine.ENDIVE;
    }

    private Setting setting(String key) {
        var setting = given.get(key);
        return setting == null ? new Setting(Config.normal(key), "") : setting;
    }

    private static String place(String key, Setting setting) {
        return setting.place().isEmpty() ? key : setting.place() + ": " + key;
    }
}

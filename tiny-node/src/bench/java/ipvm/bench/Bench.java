package ipvm.bench;

import ipvm.data.MalformedException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// `scripts/bench NAME [--json]`: runs one family of measurements and prints a row for each case.
public final class Bench {

    private static final int USAGE = 2;

    private static final Map<String, Family> FAMILIES =
            new TreeMap<>(Map.of("data", DataBench::run, "ucan", UcanBench::run));

    private static final Map<String, Whole> WHOLES =
            new TreeMap<>(
                    Map.of(
                            "node", NodeBench::run,
                            "start", StartBench::run,
                            "wasm", WasmBench::run,
                            "wasm-suite", WasmSuite::run));

    private Bench() {}

    /// Measures by arguments of its own and prints in its own form.
    @FunctionalInterface
    interface Whole {
        void run(Arguments args) throws Exception;
    }

    /// Measures and hands over each row as soon as it is known.
    @FunctionalInterface
    interface Family {
        void run(Consumer<Row> rows) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        var words = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).toList();
        var name = words.isEmpty() ? "" : words.getFirst();
        if (WHOLES.containsKey(name)) {
            var rest = Arrays.asList(args).subList(1, args.length);
            WHOLES.get(name).run(Arguments.of(rest));
            return;
        }
        var family = FAMILIES.get(name);
        if (family == null) {
            System.err.println(
                    "usage: bench NAME [--json]; names: " + FAMILIES.keySet() + WHOLES.keySet());
            System.exit(USAGE);
            return;
        }
        boolean json = Arrays.asList(args).contains("--json");
        if (!json) {
            System.out.println(Row.heading());
        }
        family.run(row -> System.out.println(json ? json(row) : row.line()));
    }

    private static String json(Row row) {
        try {
            return row.json();
        } catch (MalformedException e) {
            throw new IllegalStateException(row.toString(), e);
        }
    }
}

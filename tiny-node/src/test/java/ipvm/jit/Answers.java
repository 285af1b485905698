package ipvm.jit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.function.Consumer;
import run.endive.runtime.ImportValues;

/// What the vectors of floats and fuel come to on this machine, a line each, so that machines can
/// be compared with each other; that each line is right is for the tests to say.
public final class Answers {

    private static final long PLENTY = Long.MAX_VALUE / 2;

    private Answers() {}

    /// Tells all lines, always in the same order.
    public static void tell(Consumer<String> out) throws Exception {
        Deep.call(() -> {
            floats(out);
            fuel(out);
            random(out);
            return 0;
        });
    }

    private static void floats(Consumer<String> out) throws Exception {
        var meter = new Meter(PLENTY, 1 << 20, Meter.PATIENT);
        var module = Archive.file("nan/nan.wasm");
        var instance = Engine.COMPILED.start(module, ImportValues.empty(), meter);
        for (var one : Archive.json("nan/nan.json").get("cases")) {
            var args = new ArrayList<Long>();
            one.get("args")
                    .forEach(arg -> args.add(Long.parseUnsignedLong(arg.get("value").asText())));
            var export = one.get("export").asText();
            long before = meter.used();
            long[] found =
                    instance.export(export)
                            .apply(args.stream().mapToLong(Long::longValue).toArray());
            out.accept(
                    "nan %s %s: %x for %d"
                            .formatted(export, args, found[0], meter.used() - before));
        }
    }

    private static void fuel(Consumer<String> out) throws Exception {
        for (var node : Archive.json("fuel/vectors.json").get("cases")) {
            tell("fuel", node, Archive.file("fuel/" + node.get("module").asText()), out);
        }
    }

    private static void random(Consumer<String> out) throws Exception {
        var archive = Archive.zip("fuel/random.zip");
        for (var node : archive.tree("vectors.json").get("cases")) {
            tell("random", node, archive.bytes(node.get("module").asText()), out);
        }
    }

    private static void tell(String kind, JsonNode node, byte[] module, Consumer<String> out)
            throws Refused {
        var one = FuelCase.of(node);
        out.accept(
                "%s %s %s %s within %d: %s"
                        .formatted(
                                kind,
                                one.module(),
                                one.export(),
                                one.args(),
                                one.limit(),
                                one.run(Engine.COMPILED, module)));
    }
}

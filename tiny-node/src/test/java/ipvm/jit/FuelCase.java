package ipvm.jit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/// One case of the fuel vectors, told as a line: how it ended, with which results, for how much.
record FuelCase(String module, String export, JsonNode args, long limit) {

    private static final long PLENTY = Long.MAX_VALUE / 2;
    private static final long MEMORY_BYTES = 64L << 20;

    static FuelCase of(JsonNode node) {
        return new FuelCase(
                node.get("module").asText(),
                node.get("export").asText(),
                node.get("args"),
                node.path("limit").asLong(PLENTY));
    }

    static String wanted(JsonNode node) {
        var results = new ArrayList<String>();
        node.path("results").forEach(value -> results.add(value.get("value").asText()));
        var end = node.get("end").asText();
        var trap = node.path("trap").asText();
        return line(
                end.equals("ok") ? results.toString() : end.equals("trap") ? trap : "out of fuel",
                node.get("fuel").asLong());
    }

    private static String line(String end, long fuel) {
        return end + " for " + fuel;
    }

    String run(Engine engine, byte[] bytes) throws Refused {
        return run(engine.program(bytes));
    }

    String run(Program program) {
        var meter = new Meter(limit, MEMORY_BYTES, Meter.PATIENT);
        String end;
        try {
            end = results(program, meter).toString();
        } catch (Trap trap) {
            end = trap.reason().toString();
        }
        return line(end, meter.used());
    }

    private List<String> results(Program program, Meter meter) {
        return call(program.start(ImportValues.empty(), meter));
    }

    List<String> call(Instance instance) {
        var numbers = new long[args.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseUnsignedLong(args.get(i).get("value").asText());
        }
        var results = new ArrayList<String>();
        for (long value : instance.export(export).apply(numbers)) {
            results.add(Long.toUnsignedString(value));
        }
        return results;
    }
}

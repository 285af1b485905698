package ipvm.jit;

import java.util.List;

/// What a function takes and gives.
record Signature(List<Val> params, List<Val> results) {

    /// The JVM method of such a function, with further parameters before depth and context; later
    /// results come back through the [Context].
    String descriptor(String further) {
        var text = new StringBuilder("(");
        params.forEach(param -> text.append(param.descriptor));
        text.append(further).append("IL").append(Context.NAME).append(";)");
        return text.append(results.isEmpty() ? "V" : results.getFirst().descriptor).toString();
    }

    static Signature read(Wire in, Limits limits) throws Refused {
        return new Signature(
                types(in, "params", limits.paramsMax()), types(in, "results", limits.resultsMax()));
    }

    private static List<Val> types(Wire in, String what, int max) throws Refused {
        var types = new Val[in.count(what, max)];
        for (int i = 0; i < types.length; i++) {
            types[i] = Val.read(in);
        }
        return List.of(types);
    }

    @Override
    public String toString() {
        return params + " -> " + results;
    }
}

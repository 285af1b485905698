package ipvm.wasm;

import ipvm.jit.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What grows while a component is linked, within the limits.
final class Build {

    final Limits limits;
    final List<Plan.Start> starts = new ArrayList<>();
    private final Machine machine;
    private final Map<Integer, Program> programs = new HashMap<>();
    private final List<String> imports = new ArrayList<>();
    private int components;
    private int instances;
    private int definitions;

    Build(Limits limits, Machine machine) {
        this.limits = limits;
        this.machine = machine;
    }

    /// Counts entries of index spaces, fields and cases.
    void spend(int count, Reader in) throws Refused {
        definitions += count;
        if (definitions > limits.definitionsMax()) {
            throw Refused.tooLarge(
                    "definitions", definitions, limits.definitionsMax(), in.offset());
        }
    }

    private void instance(Reader in) throws Refused {
        instances++;
        if (instances > limits.instancesMax()) {
            throw Refused.tooLarge("instances", instances, limits.instancesMax(), in.offset());
        }
    }

    /// The number of a new component instance.
    int component(Reader in) throws Refused {
        if (components > 0) {
            instance(in);
        }
        return components++;
    }

    /// What the outermost component asks its host for.
    void imported(String name) {
        imports.add(name);
    }

    List<String> imports() {
        return List.copyOf(imports);
    }

    int components() {
        return components;
    }

    /// The number of a new core instance.
    int start(Unit unit, List<Plan.Given> given, Reader in) throws Refused {
        instance(in);
        starts.add(new Plan.Start(unit.program(), List.copyOf(given)));
        return starts.size() - 1;
    }

    /// A core module compiled, once however often the component around it is linked.
    Unit unit(Reader body) throws Refused {
        int offset = body.offset();
        var known = programs.get(offset);
        if (known == null) {
            known = compile(body.rest(), offset);
            programs.put(offset, known);
        }
        return new Unit(known, offset);
    }

    private Program compile(byte[] bytes, int offset) throws Refused {
        try {
            return machine.prepared(bytes, limits.core());
        } catch (ipvm.jit.Refused e) {
            throw Refused.of(e, offset);
        }
    }
}

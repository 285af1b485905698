package ipvm.wasm;

import ipvm.jit.Extern;
import ipvm.jit.Module;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads core instances: modules to start with what they are given, and bundles of exports.
record CoreInstances(Reader in, Scope scope, Build build) {

    void read() throws Refused {
        int offset = in.offset();
        int form = in.u8();
        scope.coreInstances.add(
                switch (form) {
                    case 0 -> instantiated();
                    case 1 -> bundled();
                    default -> throw Refused.malformed("core instance of form " + form, offset);
                });
    }

    private Map<String, CoreItem> bundled() throws Refused {
        var items = new LinkedHashMap<String, CoreItem>();
        for (int left = counted("exports of a core instance"); left > 0; left--) {
            int offset = in.offset();
            var name = in.name();
            var kind = Aliases.extern(in.u8(), offset);
            if (items.put(name, Scope.next(scope.cores(kind), "core " + kind, in)) != null) {
                throw Refused.invalid("duplicate name " + name, offset);
            }
        }
        return items;
    }

    private int counted(String what) throws Refused {
        int count = in.count(what);
        build.spend(count, in);
        return count;
    }

    private Map<String, CoreItem> instantiated() throws Refused {
        int offset = in.offset();
        var unit = Scope.next(scope.modules, "core module", in);
        var args = new LinkedHashMap<String, Map<String, CoreItem>>();
        for (int left = counted("arguments of a core instance"); left > 0; left--) {
            var name = in.name();
            in.expect("argument of a core instance", 0x12);
            args.put(name, Scope.next(scope.coreInstances, "core instance", in));
        }
        var module = unit.program().module();
        var given = new ArrayList<Plan.Given>();
        for (var wanted : module.imports()) {
            given.add(given(wanted, args.getOrDefault(wanted.module(), Map.of()), offset));
        }
        build.spend(given.size(), in);
        return exports(module, build.start(unit, given, in));
    }

    private static Plan.Given given(Module.Import wanted, Map<String, CoreItem> from, int offset)
            throws Refused {
        var item = from.get(wanted.name());
        var name = wanted.module() + " " + wanted.name();
        if (item == null) {
            throw Refused.invalid("core module without its import " + name, offset);
        }
        return given(wanted, item, offset);
    }

    /// An import and what stands for it, which has to be of its type.
    static Plan.Given given(Module.Import wanted, CoreItem item, int offset) throws Refused {
        boolean fits =
                item.kind() == wanted.kind()
                        && (wanted.kind() != Extern.FUNCTION || item.words().equals(wanted.type()));
        if (!fits) {
            throw Refused.invalid(
                    "import %s %s of %s %s given a %s %s"
                            .formatted(
                                    wanted.module(),
                                    wanted.name(),
                                    wanted.kind(),
                                    wanted.type(),
                                    item.kind(),
                                    item.words()),
                    offset);
        }
        return new Plan.Given(wanted.module(), wanted.name(), item);
    }

    static Map<String, CoreItem> exports(Module module, int instance) {
        var items = new LinkedHashMap<String, CoreItem>();
        for (var kind : Extern.values()) {
            for (var name : module.exports(kind)) {
                var words = kind == Extern.FUNCTION ? module.type(name).orElse("") : "";
                items.put(name, new CoreItem.Exported(instance, name, kind, words));
            }
        }
        return items;
    }

    /// The functions alone, as callers ask for them.
    static List<CoreItem.Exported> functions(Module module) {
        return module.exports(Extern.FUNCTION).stream()
                .map(name ->
                        new CoreItem.Exported(
                                0, name, Extern.FUNCTION, module.type(name).orElse("")))
                .toList();
    }
}

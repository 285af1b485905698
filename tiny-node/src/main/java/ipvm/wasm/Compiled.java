package ipvm.wasm;

import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A module or component that can be started any number of times, by several threads at once.
public final class Compiled {

    private final Form form;
    private final Plan plan;
    private final List<String> imports;
    private final Idle idle = new Idle();

    Compiled(Form form, Plan plan, List<String> imports) {
        this.form = form;
        this.plan = plan;
        this.imports = imports;
    }

    /// A component linked with what it exports.
    static Compiled of(Map<String, Item> exports, List<String> imports, Build build) {
        var functions = new LinkedHashMap<String, Func>();
        exports.forEach((name, item) -> collect(name, item, functions));
        var starts = List.copyOf(build.starts);
        return new Compiled(
                Form.COMPONENT, new Plan(starts, build.components(), functions), imports);
    }

    private static void collect(String name, Item item, Map<String, Func> functions) {
        if (item instanceof Item.OfFunc(var func)) {
            functions.put(name, func);
        }
        if (item instanceof Item.OfInstance(var items)) {
            items.forEach((inner, member) -> collectMember(name, inner, member, functions));
        }
    }

    private static void collectMember(
            String name, String inner, Item member, Map<String, Func> functions) {
        if (member instanceof Item.OfFunc(var func)) {
            functions.put(name + "#" + inner, func);
        }
    }

    public Form form() {
        return form;
    }

    /// The interfaces that it imports.
    public List<String> imports() {
        return imports;
    }

    /// Its functions, each with its type as WIT writes it: `add: func(a: u8) -> u8`.
    public List<String> functions() {
        var lines = new ArrayList<String>();
        plan.exports().forEach((name, func) -> lines.add(name + ": " + func.type()));
        return List.copyOf(lines);
    }

    /// The same, one by one.
    public List<Export> exports() {
        var all = new ArrayList<Export>();
        plan.exports().forEach((name, func) -> all.add(Export.of(name, func.type())));
        return List.copyOf(all);
    }

    /// All memories of its core modules together, if there are any.
    public Optional<Pages> memory() {
        return plan.starts().stream()
                .flatMap(start -> start.program().module().memory().stream())
                .map(Pages::of)
                .reduce(Pages::plus);
    }

    /// The function that a name in any usual spelling means.
    public Optional<Export> find(String asked) {
        try {
            return Optional.of(Export.of(plan.name(asked), plan.function(asked).type()));
        } catch (Unfit missing) {
            return Optional.empty();
        }
    }

    /// Why a call cannot begin: no function is called so, or an argument does not fit it.
    public Optional<Ended.Failed> unfit(String asked, List<Ipld> args) {
        try {
            FromIpld.args(plan.function(asked).type(), args);
            return Optional.empty();
        } catch (Unfit unfit) {
            return Optional.of(unfit.ended(new Bill(0, 0, false)));
        }
    }

    /// Instances that wait to be used again.
    Idle idle() {
        return idle;
    }

    Plan plan() {
        return plan;
    }
}

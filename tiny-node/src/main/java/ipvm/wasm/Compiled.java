package ipvm.wasm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A module or component that can be started any number of times, by several threads at once.
public final class Compiled {

    private final Form form;
    private final Plan plan;
    private final List<String> imports;

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

    Plan plan() {
        return plan;
    }
}

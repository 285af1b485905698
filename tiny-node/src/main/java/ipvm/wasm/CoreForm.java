package ipvm.wasm;

import ipvm.jit.Extern;
import ipvm.jit.Module;
import ipvm.jit.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A core module that is a task by itself: one of numbers, or one with its world in a custom
/// section, as wit-bindgen leaves it.
final class CoreForm {

    private static final String WORLD = "component-type";
    private static final String ENCODING = "wit-component-encoding";
    private static final String DROP = "[resource-drop]";
    private static final int CUSTOM = 0;
    private static final int HEADER_BYTES = 8;

    private final Module module;
    private final Map<String, CoreItem> exports;
    private final Map<String, Imported> imported = new LinkedHashMap<>();
    private final Map<String, Func> functions = new LinkedHashMap<>();

    /// What a module says of itself: its types, and how it keeps strings.
    private record World(Typed.OfComponent type, Encoding encoding) {}

    private record Imported(Map<String, Item> items, Encoding encoding) {}

    private CoreForm(Module module) {
        this.module = module;
        this.exports = CoreInstances.exports(module, 0);
    }

    static Compiled compile(byte[] bytes, Build build) throws Refused {
        var unit = build.unit(Reader.of(bytes));
        var worlds = worlds(bytes, build);
        var form = new CoreForm(unit.program().module());
        for (var world : worlds) {
            form.describe(world);
        }
        if (worlds.isEmpty()) {
            form.plain();
        }
        return form.compiled(unit.program(), worlds.isEmpty() ? Form.CORE : Form.DESCRIBED);
    }

    private Compiled compiled(Program program, Form form) throws Refused {
        var given = new ArrayList<Plan.Given>();
        for (var wanted : module.imports()) {
            given.add(CoreInstances.given(wanted, item(wanted), 0));
        }
        var starts = List.of(new Plan.Start(program, List.copyOf(given)));
        return new Compiled(form, new Plan(starts, 1, functions), List.copyOf(imported.keySet()));
    }

    /// The types that `component-type:*` sections hold.
    private static List<World> worlds(byte[] bytes, Build build) throws Refused {
        var worlds = new ArrayList<World>();
        var in = Reader.of(bytes);
        skipHeader(in);
        while (!in.atEnd()) {
            int id = in.u8();
            var part = in.part("section");
            if (id == CUSTOM && part.name().startsWith(WORLD)) {
                var encoding = encoding(part.copy());
                for (var item : Linker.link(part, build).values()) {
                    collect(item, encoding, worlds);
                }
            }
        }
        return worlds;
    }

    private static void skipHeader(Reader in) throws Refused {
        for (int i = 0; i < HEADER_BYTES; i++) {
            in.u8();
        }
    }

    /// A section of its own says it, after its version.
    private static Encoding encoding(Reader in) throws Refused {
        skipHeader(in);
        while (!in.atEnd()) {
            int id = in.u8();
            var part = in.part("section");
            if (id == CUSTOM && part.name().equals(ENCODING)) {
                part.u8();
                return Encoding.of(part);
            }
        }
        return Encoding.UTF8;
    }

    /// A world may be wrapped into a component that exports nothing else.
    private static void collect(Item item, Encoding encoding, List<World> worlds) {
        if (item instanceof Item.OfType(Typed.OfComponent(var imports, var exports))) {
            for (var inner : exports.values()) {
                if (inner instanceof Item.OfWorld(var world)) {
                    worlds.add(new World(world, encoding));
                }
            }
        }
    }

    private void describe(World world) throws Refused {
        var encoding = world.encoding();
        for (var entry : world.type().imports().entrySet()) {
            if (entry.getValue() instanceof Item.OfInstance(var items)) {
                var hosted = Hosted.instance(entry.getKey(), items, 0);
                imported.put(entry.getKey(), new Imported(hosted, encoding));
            }
        }
        for (var entry : world.type().exports().entrySet()) {
            switch (entry.getValue()) {
                case Item.OfFunc(var func) -> export(entry.getKey(), func.type(), encoding);
                case Item.OfInstance(var items) -> interfaced(entry.getKey(), items, encoding);
                case Item.OfType t -> {}
                case Item.OfComponent c -> {}
                case Item.OfWorld w -> {}
                case Item.OfModule m -> {}
            }
        }
    }

    private void interfaced(String name, Map<String, Item> items, Encoding encoding)
            throws Refused {
        for (var entry : items.entrySet()) {
            if (entry.getValue() instanceof Item.OfFunc(var func)) {
                export(name + "#" + entry.getKey(), func.type(), encoding);
            }
        }
    }

    private void export(String name, FuncType type, Encoding encoding) throws Refused {
        var core = exports.get(name);
        if (core == null) {
            throw Refused.invalid("core module without the export " + name + " of its world", 0);
        }
        var options = options(encoding);
        var after = exports.get("cabi_post_" + name);
        var all = after == null ? options : options.withPostReturn(after);
        functions.put(name, Canon.lifted(new Func.Lifted(type, core, all, 0), 0));
    }

    private Options options(Encoding encoding) {
        var options = Options.NONE.withEncoding(encoding);
        var memory = exports.get("memory");
        if (memory != null && memory.kind() == Extern.MEMORY) {
            options = options.withMemory(memory);
        }
        var realloc = exports.get("cabi_realloc");
        return realloc == null ? options : options.withRealloc(realloc);
    }

    private CoreItem item(Module.Import wanted) throws Refused {
        var world = imported.get(wanted.module());
        if (world == null) {
            throw Hosted.unknown(wanted.module() + " " + wanted.name(), 0);
        }
        var from = world.items();
        if (from.get(wanted.name()) instanceof Item.OfFunc(var func)) {
            return Canon.lowered(new CoreItem.Lowered(func, options(world.encoding()), 0), 0);
        }
        if (wanted.name().startsWith(DROP)
                && from.get(wanted.name().substring(DROP.length()))
                        instanceof Item.OfType(Resource resource)) {
            return new CoreItem.OfResource(resource, Deed.DROP, 0);
        }
        throw Hosted.unknown(wanted.module() + " " + wanted.name(), 0);
    }

    private void plain() {
        for (var core : CoreInstances.functions(module)) {
            plainType(core.words())
                    .ifPresent(type -> functions.put(core.name(), new Func.Plain(type, core)));
        }
    }

    /// The type of a function of numbers, from its words; references have no values here.
    private static Optional<FuncType> plainType(String words) {
        int arrow = words.indexOf(" -> ");
        var params = new ArrayList<Wit.Field>();
        var results = new ArrayList<Wit>();
        for (var word : list(words.substring(0, arrow))) {
            params.add(new Wit.Field(Integer.toString(params.size()), Scalar.I32));
            var type = number(word);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            params.set(params.size() - 1, new Wit.Field("#" + params.size(), type.get()));
        }
        for (var word : list(words.substring(arrow + 4))) {
            var type = number(word);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            results.add(type.get());
        }
        return Optional.of(new FuncType(List.copyOf(params), result(results)));
    }

    private static Optional<Wit> result(List<Wit> results) {
        return switch (results.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(results.getFirst());
            default -> Optional.of(Wit.Tuple.of(List.copyOf(results)));
        };
    }

    private static List<String> list(String words) {
        var inside = words.substring(1, words.length() - 1);
        return inside.isEmpty() ? List.of() : List.of(inside.split(", ", -1));
    }

    private static Optional<Wit> number(String word) {
        return switch (word) {
            case "I32" -> Optional.of(Scalar.I32);
            case "I64" -> Optional.of(Scalar.I64);
            case "F32" -> Optional.of(Scalar.F32);
            case "F64" -> Optional.of(Scalar.F64);
            default -> Optional.empty();
        };
    }
}

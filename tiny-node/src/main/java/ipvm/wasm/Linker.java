package ipvm.wasm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Links a component while it reads it: what it instantiates is linked in its place, so that only
/// core modules are left to start.
///
/// @param args what the component is given; empty for the outermost, which only a host serves
record Linker(
        Scope scope, Build build, Optional<Map<String, Item>> args, Map<String, Item> exports) {

    /// A section takes as much as so many entries of one, so that empty ones are not for free.
    private static final int SECTION_ENTRIES = 8;

    private static final int[] PREAMBLE = {0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00};

    /// Links the outermost component; its exports.
    static Map<String, Item> link(Reader in, Build build) throws Refused {
        var scope = new Scope(null, build.component(in), 0);
        return new Linker(scope, build, Optional.empty(), new LinkedHashMap<>()).sections(in);
    }

    /// Links one that another instantiates.
    private Map<String, Item> instantiate(Component component, Map<String, Item> given, Reader in)
            throws Refused {
        var inner = new Scope(component.outer(), build.component(in), scope.depth + 1);
        return new Linker(inner, build, Optional.of(given), new LinkedHashMap<>())
                .sections(component.body().copy());
    }

    private Map<String, Item> sections(Reader in) throws Refused {
        for (int wanted : PREAMBLE) {
            in.expect("preamble of a component", wanted);
        }
        while (!in.atEnd()) {
            int offset = in.offset();
            int id = in.u8();
            var part = in.part("section");
            build.spend(SECTION_ENTRIES, part);
            section(id, part, offset);
        }
        return exports;
    }

    private void section(int id, Reader in, int offset) throws Refused {
        switch (id) {
            case 0 -> in.name();
            case 1 -> scope.modules.add(build.unit(in));
            case 2 -> each(in, "core instances", new CoreInstances(in, scope, build)::read);
            case 3 -> each(in, "core types", () -> coreType(in));
            case 4 -> nested(in, offset);
            case 5 -> each(in, "instances", () -> scope.instances.add(instance(in)));
            case 6 -> each(in, "aliases", new Aliases(in, scope, build)::read);
            case 7 -> each(in, "types", () -> scope.types.add(types(in).definition()));
            case 8 -> each(in, "canonical functions", new Canon(in, scope)::read);
            case 9 -> throw Refused.unsupported("start of a component", offset);
            case 10 -> each(in, "imports", () -> imported(in));
            case 11 -> each(in, "exports", () -> exported(in));
            case 12 -> throw Refused.unsupported("component values", offset);
            default -> throw Refused.malformed("section id " + id, offset);
        }
    }

    @FunctionalInterface
    private interface Entry {
        void read() throws Refused;
    }

    private void each(Reader in, String what, Entry entry) throws Refused {
        int count = in.count(what);
        build.spend(count, in);
        for (int left = count; left > 0; left--) {
            entry.read();
        }
        in.expectEnd(what);
    }

    private TypeReader types(Reader in) {
        return new TypeReader(in, scope, build);
    }

    private static void coreType(Reader in) throws Refused {
        throw Refused.unsupported("type of a core module", in.offset());
    }

    private void nested(Reader in, int offset) throws Refused {
        if (scope.depth >= build.limits.nestingMax()) {
            throw Refused.tooLarge(
                    "components inside one another",
                    scope.depth + 1,
                    build.limits.nestingMax(),
                    offset);
        }
        scope.components.add(new Item.OfComponent(new Component(in, scope)));
    }

    private Map<String, Item> instance(Reader in) throws Refused {
        int offset = in.offset();
        int form = in.u8();
        return switch (form) {
            case 0 -> {
                var found = Scope.next(scope.components, "component", in);
                var given = items(in, "arguments", false);
                if (found instanceof Item.OfComponent(var component)) {
                    yield instantiate(component, given, in);
                }
                throw Refused.unsupported("import of a component", offset);
            }
            case 1 -> items(in, "exports of an instance", true);
            default -> throw Refused.malformed("instance of form " + form, offset);
        };
    }

    private Map<String, Item> items(Reader in, String what, boolean isExport) throws Refused {
        var items = new LinkedHashMap<String, Item>();
        for (int left = counted(in, what); left > 0; left--) {
            int offset = in.offset();
            var name = isExport ? types(in).externName() : in.name();
            if (items.put(name, sorted(in)) != null) {
                throw Refused.invalid("duplicate name " + name, offset);
            }
        }
        return items;
    }

    private int counted(Reader in, String what) throws Refused {
        int count = in.count(what);
        build.spend(count, in);
        return count;
    }

    /// An item by its sort and index.
    private Item sorted(Reader in) throws Refused {
        int offset = in.offset();
        int sort = in.u8();
        return switch (sort) {
            case 0 -> {
                in.expect("core sort", 0x11);
                yield new Item.OfModule(Scope.next(scope.modules, "core module", in));
            }
            case 1 -> new Item.OfFunc(Scope.next(scope.funcs, "function", in));
            case 2 -> throw Refused.unsupported("component values", offset);
            case 3 -> new Item.OfType(Scope.next(scope.types, "type", in));
            case 4 -> Scope.next(scope.components, "component", in);
            case 5 -> new Item.OfInstance(Scope.next(scope.instances, "instance", in));
            default -> throw Refused.malformed("sort " + sort, offset);
        };
    }

    private void exported(Reader in) throws Refused {
        int offset = in.offset();
        var name = types(in).externName();
        var item = sorted(in);
        if (in.flag("type of an export")) {
            var declared = types(in).external();
            if (!declared.kind().equals(item.kind())) {
                throw Refused.invalid("export " + name + " as a " + declared.kind(), offset);
            }
        }
        if (exports.put(name, item) != null) {
            throw Refused.invalid("duplicate export name " + name, offset);
        }
        scope.add(item);
    }

    private void imported(Reader in) throws Refused {
        int offset = in.offset();
        var name = types(in).externName();
        var declared = types(in).external();
        if (args.isEmpty()) {
            build.imported(name);
        }
        scope.add(
                args.isPresent()
                        ? given(name, declared, args.get(), offset)
                        : Hosted.of(name, declared, offset));
    }

    private static Item given(String name, Item declared, Map<String, Item> args, int offset)
            throws Refused {
        var item = args.get(name);
        if (item == null) {
            throw Refused.invalid("missing argument " + name, offset);
        }
        if (!item.kind().equals(declared.kind())) {
            throw Refused.invalid("argument " + name + " that is a " + item.kind(), offset);
        }
        if (declared instanceof Item.OfFunc(var wanted)
                && item instanceof Item.OfFunc(var found)
                && !wanted.type().equals(found.type())) {
            throw Refused.invalid(
                    "argument " + name + " of type " + found.type() + ", not " + wanted.type(),
                    offset);
        }
        return item;
    }
}

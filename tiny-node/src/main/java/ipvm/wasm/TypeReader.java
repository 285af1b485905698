package ipvm.wasm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the types of the component level, resolved against a scope.
record TypeReader(Reader in, Scope scope, Build build) {

    private static final int FLAGS_MAX = 32;

    /// A type as a type section or a declaration defines it.
    Typed definition() throws Refused {
        int offset = in.offset();
        int form = in.u8();
        return switch (form) {
            case 0x40 -> func();
            case 0x41 -> component();
            case 0x42 -> new Typed.OfInstance(declared().exports());
            case 0x3f -> resource(offset);
            case 0x43 -> throw Refused.unsupported("async (function type)", offset);
            case 0x3e -> throw Refused.unsupported("async (resource type)", offset);
            default -> checked(value(form, offset), offset);
        };
    }

    private Wit checked(Wit type, int offset) throws Refused {
        var layout = type.layout();
        if (layout.nodes() > build.limits.typeNodesMax()) {
            throw Refused.tooLarge(
                    "parts of a type", layout.nodes(), build.limits.typeNodesMax(), offset);
        }
        if (layout.depth() > build.limits.typeDepthMax()) {
            throw Refused.tooLarge(
                    "nesting of a type", layout.depth(), build.limits.typeDepthMax(), offset);
        }
        return type;
    }

    private Wit value(int form, int offset) throws Refused {
        return switch (form) {
            case 0x72 -> Wit.Struct.of(fields("fields", 1));
            case 0x71 -> Wit.Variant.of(cases());
            case 0x70 -> Wit.ListOf.of(valueType());
            case 0x6f -> Wit.Tuple.of(types());
            case 0x6e -> flags(offset);
            case 0x6d -> Wit.Enumeration.of(names("cases"));
            case 0x6b -> Wit.Option.of(valueType());
            case 0x6a -> Wit.Result.of(optional(), optional());
            case 0x69 -> Wit.Handle.of(scope.nextType(Resource.class, "resource", in), true);
            case 0x68 -> Wit.Handle.of(scope.nextType(Resource.class, "resource", in), false);
            case 0x67 -> throw Refused.unsupported("list of fixed length", offset);
            case 0x66, 0x65 -> throw Refused.unsupported("async (stream or future)", offset);
            default -> Scalar.byCode(form, offset);
        };
    }

    private Wit valueType() throws Refused {
        int offset = in.offset();
        int type = in.copy().type();
        if (type < 0) {
            return Scalar.byCode(in.u8(), offset);
        }
        return scope.nextType(Wit.class, "value type", in);
    }

    private Optional<Wit> optional() throws Refused {
        return in.flag("optional type") ? Optional.of(valueType()) : Optional.empty();
    }

    private int count(String what, int min) throws Refused {
        int offset = in.offset();
        int count = in.count(what);
        if (count < min) {
            throw Refused.invalid("a type without " + what, offset);
        }
        build.spend(count, in);
        return count;
    }

    private List<Wit.Field> fields(String what, int min) throws Refused {
        var seen = new HashSet<String>();
        var fields = new ArrayList<Wit.Field>();
        for (int left = count(what, min); left > 0; left--) {
            fields.add(new Wit.Field(fresh(seen), valueType()));
        }
        return List.copyOf(fields);
    }

    private List<Wit.Case> cases() throws Refused {
        var seen = new HashSet<String>();
        var cases = new ArrayList<Wit.Case>();
        for (int left = count("cases", 1); left > 0; left--) {
            cases.add(new Wit.Case(fresh(seen), optional()));
            in.expect("refinement of a case", 0);
        }
        return List.copyOf(cases);
    }

    private List<Wit> types() throws Refused {
        var types = new ArrayList<Wit>();
        for (int left = count("types", 1); left > 0; left--) {
            types.add(valueType());
        }
        return List.copyOf(types);
    }

    private Wit flags(int offset) throws Refused {
        var names = names("flags");
        if (names.size() > FLAGS_MAX) {
            throw Refused.tooLarge("flags", names.size(), FLAGS_MAX, offset);
        }
        return Wit.Flags.of(names);
    }

    private List<String> names(String what) throws Refused {
        var seen = new HashSet<String>();
        var names = new ArrayList<String>();
        for (int left = count(what, 1); left > 0; left--) {
            names.add(fresh(seen));
        }
        return List.copyOf(names);
    }

    private String fresh(HashSet<String> seen) throws Refused {
        int offset = in.offset();
        var name = in.name();
        if (!seen.add(name)) {
            throw Refused.invalid("duplicate name " + name, offset);
        }
        return name;
    }

    private FuncType func() throws Refused {
        int offset = in.offset();
        var params = fields("params", 0);
        var result = Optional.<Wit>empty();
        if (!in.flag("results")) {
            result = Optional.of(valueType());
        } else if (in.count("named results") > 0) {
            throw Refused.unsupported("named results", offset);
        }
        checked(Wit.Tuple.of(params.stream().map(Wit.Field::type).toList()), offset);
        return new FuncType(params, result);
    }

    private Resource resource(int offset) throws Refused {
        in.expect("representation of a resource", 0x7f);
        if (!in.flag("destructor")) {
            return new Resource(scope.component, null);
        }
        var destructor = scope.nextFunction(in);
        if (!destructor.words().equals("[I32] -> []")) {
            throw Refused.invalid("destructor of type " + destructor.words(), offset);
        }
        return new Resource(scope.component, destructor);
    }

    private Typed component() throws Refused {
        return declared();
    }

    /// The declarations of an instance type, or of a component type, which also imports.
    private Typed.OfComponent declared() throws Refused {
        var inner = new TypeReader(in, scope.inner(), build);
        var imports = new LinkedHashMap<String, Item>();
        var exports = new LinkedHashMap<String, Item>();
        for (int left = count("declarations", 0); left > 0; left--) {
            inner.declaration(imports, exports);
        }
        return new Typed.OfComponent(imports, exports);
    }

    private void declaration(Map<String, Item> imports, Map<String, Item> exports) throws Refused {
        int offset = in.offset();
        int form = in.u8();
        switch (form) {
            case 0 -> throw Refused.unsupported("type of a core module", offset);
            case 1 -> scope.types.add(nested(offset));
            case 2 -> new Aliases(in, scope, build).read();
            case 3 -> declare(imports);
            case 4 -> declare(exports);
            default -> throw Refused.malformed("declaration " + form, offset);
        }
    }

    /// Types inside types inside types do not end by themselves.
    private Typed nested(int offset) throws Refused {
        int levels = 0;
        for (var at = scope; at.outer != null; at = at.outer) {
            levels++;
        }
        if (levels > build.limits.typeDepthMax()) {
            throw Refused.tooLarge("nesting of types", levels, build.limits.typeDepthMax(), offset);
        }
        return definition();
    }

    private void declare(Map<String, Item> named) throws Refused {
        var name = externName();
        var item = external();
        scope.add(item);
        named.put(name, item);
    }

    /// The name of an import or export.
    String externName() throws Refused {
        int offset = in.offset();
        int form = in.u8();
        if (form > 1) {
            throw Refused.unsupported("name of form " + form, offset);
        }
        return in.name();
    }

    /// What an import or export is, as its type says.
    Item external() throws Refused {
        int offset = in.offset();
        int sort = in.u8();
        return switch (sort) {
            case 0 -> throw Refused.unsupported("import or export of a core module", offset);
            case 1 ->
                    new Item.OfFunc(
                            new Func.OfHost(
                                    scope.nextType(FuncType.class, "function type", in), "", ""));
            case 2 -> throw Refused.unsupported("component values", offset);
            case 3 -> new Item.OfType(bound());
            case 4 ->
                    new Item.OfWorld(scope.nextType(Typed.OfComponent.class, "component type", in));
            case 5 ->
                    new Item.OfInstance(
                            scope.nextType(Typed.OfInstance.class, "instance type", in).exports());
            default -> throw Refused.malformed("sort " + sort, offset);
        };
    }

    /// A type that is another one, or a resource of which no more is known.
    private Typed bound() throws Refused {
        return in.flag("bound of a type") ? Resource.ofHost() : Scope.next(scope.types, "type", in);
    }
}

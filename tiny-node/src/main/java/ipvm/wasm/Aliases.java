package ipvm.wasm;

import ipvm.jit.Extern;

/// Reads aliases: more indices for what an instance exports or what an outer scope holds.
record Aliases(Reader in, Scope scope, Build build) {

    void read() throws Refused {
        build.spend(1, in);
        int offset = in.offset();
        int sort = in.u8();
        int coreSort = sort == 0 ? in.u8() : -1;
        int target = in.u8();
        switch (target) {
            case 0 -> scope.add(export(sort, offset));
            case 1 -> coreExport(coreSort, offset);
            case 2 -> outer(sort, coreSort, offset);
            default -> throw Refused.malformed("alias target " + target, offset);
        }
    }

    private Item export(int sort, int offset) throws Refused {
        var exports = Scope.next(scope.instances, "instance", in);
        var name = in.name();
        var item = exports.get(name);
        if (item == null) {
            throw Refused.invalid("instance without export " + name, offset);
        }
        if (!item.kind().equals(kind(sort, offset))) {
            throw Refused.invalid("export " + name + " that is a " + item.kind(), offset);
        }
        return item;
    }

    private static String kind(int sort, int offset) throws Refused {
        return switch (sort) {
            case 0 -> "core module";
            case 1 -> "function";
            case 3 -> "type";
            case 4 -> "component";
            case 5 -> "instance";
            default -> throw Refused.malformed("sort " + sort, offset);
        };
    }

    private void coreExport(int sort, int offset) throws Refused {
        var kind = extern(sort, offset);
        var exports = Scope.next(scope.coreInstances, "core instance", in);
        var name = in.name();
        var item = exports.get(name);
        if (item == null || item.kind() != kind) {
            throw Refused.invalid("core instance without " + kind + " " + name, offset);
        }
        scope.cores(kind).add(item);
    }

    static Extern extern(int sort, int offset) throws Refused {
        return switch (sort) {
            case 0 -> Extern.FUNCTION;
            case 1 -> Extern.TABLE;
            case 2 -> Extern.MEMORY;
            case 3 -> Extern.GLOBAL;
            default -> throw Refused.malformed("core sort " + sort, offset);
        };
    }

    private void outer(int sort, int coreSort, int offset) throws Refused {
        var from = Scope.outer(scope, in.count("levels"), offset);
        switch (sort) {
            case 0 -> {
                if (coreSort != 0x11) {
                    throw Refused.unsupported("outer alias of core sort " + coreSort, offset);
                }
                scope.modules.add(Scope.next(from.modules, "core module", in));
            }
            case 3 -> scope.types.add(Scope.next(from.types, "type", in));
            case 4 -> scope.components.add(Scope.next(from.components, "component", in));
            default -> throw Refused.malformed("outer alias of sort " + sort, offset);
        }
    }
}

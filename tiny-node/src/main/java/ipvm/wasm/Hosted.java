package ipvm.wasm;

import java.util.LinkedHashMap;
import java.util.Map;

/// Imports that a host serves: whole interfaces that it knows, and types.
final class Hosted {

    private Hosted() {}

    static Item of(String name, Item declared, int offset) throws Refused {
        return switch (declared) {
            case Item.OfType type -> type;
            case Item.OfInstance(var exports) ->
                    new Item.OfInstance(instance(name, exports, offset));
            case Item.OfFunc f -> throw unknown(name, offset);
            case Item.OfComponent c -> throw unknown(name, offset);
            case Item.OfWorld w -> throw unknown(name, offset);
            case Item.OfModule m -> throw unknown(name, offset);
        };
    }

    static Refused unknown(String name, int offset) {
        return Refused.unsupported("import " + name, offset);
    }

    static Map<String, Item> instance(String name, Map<String, Item> exports, int offset)
            throws Refused {
        if (!Stubs.knows(name)) {
            throw unknown(name, offset);
        }
        var items = new LinkedHashMap<String, Item>();
        exports.forEach((export, item) -> items.put(export, served(name, export, item)));
        return items;
    }

    private static Item served(String from, String name, Item item) {
        return item instanceof Item.OfFunc(var func)
                ? new Item.OfFunc(new Func.OfHost(func.type(), Stubs.unversioned(from), name))
                : item;
    }
}

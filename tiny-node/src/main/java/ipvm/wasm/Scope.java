package ipvm.wasm;

import ipvm.jit.Extern;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The index spaces of a component, or of a type that has its own.
final class Scope {

    final @Nullable Scope outer;

    /// Which component instance this is.
    final int component;

    final int depth;
    final List<Unit> modules = new ArrayList<>();
    final List<Map<String, CoreItem>> coreInstances = new ArrayList<>();
    final List<Func> funcs = new ArrayList<>();
    final List<Typed> types = new ArrayList<>();
    final List<Item> components = new ArrayList<>();
    final List<Map<String, Item>> instances = new ArrayList<>();
    private final Map<Extern, List<CoreItem>> cores = new EnumMap<>(Extern.class);

    Scope(@Nullable Scope outer, int component, int depth) {
        this.outer = outer;
        this.component = component;
        this.depth = depth;
        for (var kind : Extern.values()) {
            cores.put(kind, new ArrayList<>());
        }
    }

    /// The scope of a type that stands inside this one.
    Scope inner() {
        return new Scope(this, component, depth);
    }

    List<CoreItem> cores(Extern kind) {
        return cores.getOrDefault(kind, List.of());
    }

    /// The member of a space that the next number names.
    static <T> T next(List<T> space, String what, Reader in) throws Refused {
        int offset = in.offset();
        int index = in.u32();
        if (index < 0 || index >= space.size()) {
            throw Refused.invalid(
                    "unknown " + what + " " + Integer.toUnsignedString(index), offset);
        }
        return space.get(index);
    }

    CoreItem nextFunction(Reader in) throws Refused {
        return next(cores(Extern.FUNCTION), "core function", in);
    }

    <T extends Typed> T nextType(Class<T> wanted, String what, Reader in) throws Refused {
        int offset = in.offset();
        var found = next(types, "type", in);
        if (!wanted.isInstance(found)) {
            throw Refused.invalid("a type that is no " + what, offset);
        }
        return wanted.cast(found);
    }

    /// The scope so many levels further out.
    static Scope outer(Scope from, int levels, int offset) throws Refused {
        Scope at = from;
        for (int i = 0; i < levels; i++) {
            if (at.outer == null) {
                throw Refused.invalid("alias " + levels + " levels out", offset);
            }
            at = at.outer;
        }
        return at;
    }

    /// Gives an item its index.
    void add(Item item) {
        switch (item) {
            case Item.OfFunc(var func) -> funcs.add(func);
            case Item.OfInstance(var exports) -> instances.add(exports);
            case Item.OfType(var type) -> types.add(type);
            case Item.OfComponent component -> components.add(component);
            case Item.OfWorld world -> components.add(world);
            case Item.OfModule(var unit) -> modules.add(unit);
        }
    }
}

package ipvm.wasm;

import java.util.Map;

/// What has a name at the border of a component.
sealed interface Item {

    /// A function.
    record OfFunc(Func func) implements Item {}

    /// An instance, as what it exports.
    record OfInstance(Map<String, Item> exports) implements Item {}

    /// A type.
    record OfType(Typed type) implements Item {}

    /// A component that can be instantiated.
    record OfComponent(Component component) implements Item {}

    /// A component of which only the type is known.
    record OfWorld(Typed.OfComponent world) implements Item {}

    /// A core module.
    record OfModule(Unit unit) implements Item {}

    default String kind() {
        return switch (this) {
            case OfFunc f -> "function";
            case OfInstance i -> "instance";
            case OfType t -> "type";
            case OfComponent c -> "component";
            case OfWorld w -> "component";
            case OfModule m -> "core module";
        };
    }
}

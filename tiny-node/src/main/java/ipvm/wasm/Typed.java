package ipvm.wasm;

import java.util.Map;

/// What an index of the type space can mean.
sealed interface Typed permits Wit, FuncType, Resource, Typed.OfInstance, Typed.OfComponent {

    /// What an instance of this type exports.
    record OfInstance(Map<String, Item> exports) implements Typed {}

    /// What a component of this type asks for and gives; a world is one.
    record OfComponent(Map<String, Item> imports, Map<String, Item> exports) implements Typed {}
}

package ipvm.wasm;

import ipvm.jit.Extern;

/// What a core module can be given: of the kind, and described by the words, that it asks for.
sealed interface CoreItem {

    Extern kind();

    /// The type of a function in words; empty for the other kinds.
    String words();

    /// An export of a core instance, by the instance's place in the plan.
    record Exported(int instance, String name, Extern kind, String words) implements CoreItem {}

    /// A function of the component level made callable from a core module.
    record Lowered(Func func, Options options, int component) implements CoreItem {

        Core.Type type() {
            return func.type().lowered();
        }

        @Override
        public Extern kind() {
            return Extern.FUNCTION;
        }

        @Override
        public String words() {
            return type().toString();
        }
    }

    /// What a core module does with the handles of a resource.
    record OfResource(Resource resource, Deed deed, int component) implements CoreItem {

        @Override
        public Extern kind() {
            return Extern.FUNCTION;
        }

        @Override
        public String words() {
            return deed.type.toString();
        }
    }
}

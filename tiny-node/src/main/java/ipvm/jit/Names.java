package ipvm.jit;

/// What generated classes and their methods are called. Functions are grouped, so that a module of
/// a thousand small ones is not a thousand classes; a group is compiled when it is first called.
final class Names {

    static final String INDIRECT = "wasm/Indirect";
    static final String ENTRY = "wasm/Entry";
    static final String IMPORTS = "wasm/Imports";
    static final String GROUP = "wasm/Group";

    private Names() {}

    static String owner(Module module, int function) {
        return module.isImport(function)
                ? IMPORTS
                : GROUP + module.groups[function - module.importedFunctions];
    }

    static String method(Module module, int function) {
        boolean isLeaf = !module.isImport(function) && module.shape(function).isLeaf();
        return (isLeaf ? Debts.LEAF : "f") + function;
    }

    static String indirect(int type) {
        return "t" + type;
    }

    /// The function of a method that [#method] named.
    static int number(String method) {
        return Integer.parseInt(
                method.startsWith(Debts.LEAF)
                        ? method.substring(Debts.LEAF.length())
                        : method.substring(1));
    }
}

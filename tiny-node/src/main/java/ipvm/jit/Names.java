package ipvm.jit;

/// What generated classes and their methods are called. Functions are grouped, so that a module of
/// a thousand small ones is not a thousand classes; a group is compiled when it is first called.
final class Names {

    static final String PACKAGE = "wasm/";
    static final String INDIRECT = PACKAGE + "Indirect";
    static final String ENTRY_INTERFACE = "ipvm/jit/Entry";
    static final String ENTRY = PACKAGE + "Entry";
    static final String WAYS = PACKAGE + "Ways";
    static final String IMPORTS = PACKAGE + "Imports";

    private static final String GROUP = PACKAGE + "Group";

    private Names() {}

    static String owner(Module module, int function) {
        if (module.isImport(function)) {
            return IMPORTS;
        }
        return module.isSmall()
                ? ENTRY
                : GROUP + module.groups[function - module.importedFunctions];
    }

    /// The number of a class that holds a group of functions.
    static int group(String owner) {
        return Integer.parseInt(owner.substring(GROUP.length()));
    }

    static String method(Module module, int function) {
        return (module.isLeaf(function) ? Debts.LEAF : "f") + function;
    }

    /// The JVM type of such a method: a leaf takes no fuel.
    static String descriptor(Module module, int function) {
        return module.signature(function).descriptor(module.isLeaf(function) ? "" : "I");
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

package ipvm.jit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A core module as its sections tell it, every count within the limits, nothing run yet.
public final class Module {

    /// An import with the type it asks for, in words.
    public record Import(String module, String name, Extern kind, String type) {}

    /// An export: what kind, and which one of that kind.
    record Export(Extern kind, int index) {}

    record TableType(Val element, int min, long max) {}

    /// Pages of 64 KiB; `max` is -1 where the module names none.
    public record MemoryType(int min, long max) {}

    record GlobalType(Val type, boolean mutable) {}

    /// A function's code: where its locals start, where its operators end.
    record Body(int start, int end) {

        int size() {
            return end - start;
        }
    }

    /// A custom section, which only some readers know.
    record Custom(int start, int end) {}

    /// Functions are compiled together up to this size: fewer classes against less code unasked
    /// for.
    private static final int GROUP_BYTES = 2_048;

    final byte[] bytes;
    final List<Signature> types = new ArrayList<>();
    final List<Import> imports = new ArrayList<>();
    final Map<String, Export> exports = new LinkedHashMap<>();
    final List<TableType> tables = new ArrayList<>();
    final List<MemoryType> memories = new ArrayList<>();
    final List<GlobalType> globals = new ArrayList<>();
    final List<Val> elements = new ArrayList<>();
    final List<Body> bodies = new ArrayList<>();
    final Map<String, Custom> customs = new HashMap<>();

    /// The type index of each function, the imported ones first.
    final List<Integer> functions = new ArrayList<>();

    /// Functions that somebody may hold a reference to, or call from outside.
    final BitSet escaping = new BitSet();

    int importedFunctions;
    int importedGlobals;
    int importedMemories;
    int importedTables;
    int start = -1;
    int dataSegments;
    boolean hasDataCount;

    /// Whether the memory may be another one after a call.
    boolean grows;

    Shape[] shapes = {};

    /// Which generated class holds each function with a body.
    int[] groups = {};

    Module(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads and validates a whole module; after this no function of it can be refused.
    public static Module parse(byte[] bytes, Limits limits) throws Refused {
        var module = new Module(bytes);
        new Sections(module, limits).read();
        module.grows = module.isMemoryShared();
        Validate.all(module, limits);
        module.group();
        if (module.start >= 0) {
            module.escaping.set(module.start);
        }
        return module;
    }

    /// Whether a module that is called from here could grow the memory.
    private boolean isMemoryShared() {
        boolean calls = importedFunctions > 0 || importedTables > 0 || isExported(Extern.TABLE);
        return calls && (importedMemories > 0 || isExported(Extern.MEMORY));
    }

    private boolean isExported(Extern kind) {
        return exports.values().stream().anyMatch(export -> export.kind() == kind);
    }

    private void group() {
        groups = new int[bodies.size()];
        int group = 0;
        int bytesOfGroup = 0;
        for (int i = 0; i < groups.length; i++) {
            int size = bodies.get(i).size();
            if (bytesOfGroup > 0 && bytesOfGroup + size > GROUP_BYTES) {
                group++;
                bytesOfGroup = 0;
            }
            groups[i] = group;
            bytesOfGroup += size;
        }
    }

    public List<Import> imports() {
        return List.copyOf(imports);
    }

    /// The memory that it brings itself, if it has one of its own.
    public Optional<MemoryType> memory() {
        return memories.stream().skip(importedMemories).findFirst();
    }

    /// The names of what is exported of one kind, in the module's order.
    public List<String> exports(Extern kind) {
        return exports.entrySet().stream()
                .filter(export -> export.getValue().kind() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The type of an exported function in words, if there is one of that name.
    public Optional<String> type(String export) {
        return function(export).map(index -> signature(index).toString());
    }

    /// Whether all functions fit into one generated class.
    boolean isSmall() {
        return groups.length == 0 || groups[groups.length - 1] == 0;
    }

    /// Functions with a body, the numbers of one generated class.
    List<Integer> functionsOf(int group) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == group) {
                numbers.add(importedFunctions + i);
            }
        }
        return numbers;
    }

    Optional<Integer> function(String export) {
        return Optional.ofNullable(exports.get(export))
                .filter(found -> found.kind() == Extern.FUNCTION)
                .map(Export::index);
    }

    Signature signature(int function) {
        return types.get(functions.get(function));
    }

    /// Whether a function leaves its bill to its callers.
    boolean isLeaf(int function) {
        return !isImport(function) && shape(function).isLeaf();
    }

    boolean isImport(int function) {
        return function < importedFunctions;
    }

    Body body(int function) {
        return bodies.get(function - importedFunctions);
    }

    Shape shape(int function) {
        return shapes[function - importedFunctions];
    }

    Wire code(Body body) {
        return new Wire(bytes, body.start(), body.end());
    }
}

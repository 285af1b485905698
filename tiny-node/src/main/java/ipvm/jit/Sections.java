package ipvm.jit;

import ipvm.jit.Module.Body;
import ipvm.jit.Module.Custom;
import ipvm.jit.Module.Export;
import ipvm.jit.Module.GlobalType;
import ipvm.jit.Module.Import;
import ipvm.jit.Module.MemoryType;
import ipvm.jit.Module.TableType;

/// One pass over a module's sections: counts and headers are believed only after they were checked
/// against the limits and against the bytes that are left.
final class Sections {

    private static final int MAGIC = 0x6d736100;
    private static final int VERSION = 1;
    private static final int CUSTOM = 0;
    private static final int DATA_COUNT = 12;
    private static final int PAGES_MAX = 65_536;
    private static final String[] NAMES = {
        "custom",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count"
    };

    /// Data count stands before code.
    private static final int[] RANKS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10};

    private final Module module;
    private final Limits limits;
    private int rank;

    Sections(Module module, Limits limits) {
        this.module = module;
        this.limits = limits;
    }

    void read() throws Refused {
        if (module.bytes.length > limits.moduleBytesMax()) {
            throw Refused.tooLarge("module bytes", module.bytes.length, limits.moduleBytesMax(), 0);
        }
        var in = new Wire(module.bytes, 0, module.bytes.length);
        header(in);
        while (!in.atEnd()) {
            section(in);
        }
        if (module.bodies.size() != defined()) {
            throw Refused.malformed(
                    "function and code section have inconsistent lengths", in.position());
        }
        if (module.hasDataCount && module.dataSegments != 0 && rank < RANKS[11]) {
            throw Refused.malformed(
                    "data count and data section have inconsistent lengths", in.position());
        }
    }

    private static void header(Wire in) throws Refused {
        if (in.left() < 4 || in.i32Bits() != MAGIC) {
            throw Refused.malformed("magic header not detected", 0);
        }
        if (in.left() < 4 || in.i32Bits() != VERSION) {
            throw Refused.malformed("unknown binary version", 4);
        }
    }

    private void section(Wire in) throws Refused {
        int at = in.position();
        int id = in.u8();
        if (id == 13) {
            throw Refused.unsupported("exceptions (tag section)", at);
        }
        if (id >= NAMES.length) {
            throw Refused.malformed("section id " + id, at);
        }
        var part = in.part(NAMES[id] + " section", in.u32());
        if (id == CUSTOM) {
            var name = part.name();
            module.customs.putIfAbsent(name, new Custom(part.position(), in.position()));
            return;
        }
        if (RANKS[id] <= rank) {
            throw Refused.malformed("section " + NAMES[id] + " twice or out of order", at);
        }
        rank = RANKS[id];
        content(id, part);
        if (!part.atEnd()) {
            throw Refused.malformed(
                    NAMES[id] + " section has " + part.left() + " bytes too many", part.position());
        }
    }

    private void content(int id, Wire in) throws Refused {
        switch (id) {
            case 1 -> types(in);
            case 2 -> imports(in);
            case 3 -> functions(in);
            case 4 -> tables(in);
            case 5 -> memories(in);
            case 6 -> globals(in);
            case 7 -> exports(in);
            case 8 -> start(in);
            case 9 -> new Segments(module, limits).elements(in);
            case 10 -> code(in);
            case 11 -> new Segments(module, limits).data(in);
            case DATA_COUNT -> dataCount(in);
            default -> throw new IllegalStateException("section " + id);
        }
    }

    private void types(Wire in) throws Refused {
        for (int left = in.count("types", limits.typesMax()); left > 0; left--) {
            int at = in.position();
            int form = in.u8();
            if (form == 0x4e || form == 0x4f || form == 0x50 || form == 0x5e || form == 0x5f) {
                throw Refused.unsupported("GC (type form)", at);
            }
            if (form != 0x60) {
                throw Refused.malformed("type form 0x" + Integer.toHexString(form), at);
            }
            module.types.add(Signature.read(in, limits));
        }
    }

    private void imports(Wire in) throws Refused {
        for (int left = in.count("imports", limits.importsMax()); left > 0; left--) {
            var from = in.name();
            var name = in.name();
            var kind = Extern.read(in, "import");
            module.imports.add(new Import(from, name, kind, imported(kind, in)));
        }
        module.importedFunctions = module.functions.size();
        module.importedGlobals = module.globals.size();
        module.importedMemories = module.memories.size();
        module.importedTables = module.tables.size();
    }

    private String imported(Extern kind, Wire in) throws Refused {
        return switch (kind) {
            case FUNCTION -> {
                module.functions.add(typeIndex(in));
                yield module.signature(module.functions.size() - 1).toString();
            }
            case TABLE -> {
                module.tables.add(table(in));
                yield module.tables.getLast().toString();
            }
            case MEMORY -> {
                memory(in);
                yield module.memories.getLast().toString();
            }
            case GLOBAL -> {
                module.globals.add(global(in));
                yield module.globals.getLast().toString();
            }
        };
    }

    private int typeIndex(Wire in) throws Refused {
        int at = in.position();
        int index = in.u32();
        if (index < 0 || index >= module.types.size()) {
            throw Refused.invalid("unknown type " + Integer.toUnsignedString(index), at);
        }
        return index;
    }

    private void functions(Wire in) throws Refused {
        for (int left = in.count("functions", limits.functionsMax()); left > 0; left--) {
            module.functions.add(typeIndex(in));
        }
    }

    private int defined() {
        return module.functions.size() - module.importedFunctions;
    }

    private void tables(Wire in) throws Refused {
        for (int left = in.count("tables", limits.tablesMax()); left > 0; left--) {
            module.tables.add(table(in));
        }
    }

    private TableType table(Wire in) throws Refused {
        int at = in.position();
        if (in.peek() == 0x40) {
            throw Refused.unsupported("typed function references (table initialiser)", at);
        }
        var element = Val.reference(in);
        int flags = flags(in);
        long min = Integer.toUnsignedLong(in.u32());
        long max = flags == 0 ? -1 : Integer.toUnsignedLong(in.u32());
        if (max >= 0 && max < min) {
            throw Refused.invalid("table size minimum " + min + " over maximum " + max, at);
        }
        if (min > limits.tableEntriesMax()) {
            throw Refused.tooLarge("table entries", min, limits.tableEntriesMax(), at);
        }
        return new TableType(element, (int) min, max);
    }

    private static int flags(Wire in) throws Refused {
        int at = in.position();
        int flags = in.u8();
        if (flags == 2 || flags == 3) {
            throw Refused.unsupported("threads (shared)", at);
        }
        if (flags >= 4 && flags < 8) {
            throw Refused.unsupported("memory64", at);
        }
        if (flags > 3) {
            throw Refused.malformed("limits flags " + flags, at);
        }
        return flags;
    }

    private void memories(Wire in) throws Refused {
        for (int left = in.count("memories", in.left()); left > 0; left--) {
            memory(in);
        }
    }

    private void memory(Wire in) throws Refused {
        int at = in.position();
        int flags = flags(in);
        long min = Integer.toUnsignedLong(in.u32());
        long max = flags == 0 ? -1 : Integer.toUnsignedLong(in.u32());
        if (min > PAGES_MAX || max > PAGES_MAX) {
            throw Refused.invalid("memory size must be at most 65536 pages (4GiB)", at);
        }
        if (max >= 0 && max < min) {
            throw Refused.invalid("memory size minimum " + min + " over maximum " + max, at);
        }
        if (!module.memories.isEmpty()) {
            throw Refused.unsupported("multi-memory (multiple memories)", at);
        }
        module.memories.add(new MemoryType((int) min, max));
    }

    private static GlobalType global(Wire in) throws Refused {
        var type = Val.read(in);
        int at = in.position();
        int mutable = in.u8();
        if (mutable > 1) {
            throw Refused.malformed("mutability " + mutable, at);
        }
        return new GlobalType(type, mutable == 1);
    }

    private void globals(Wire in) throws Refused {
        for (int left = in.count("globals", limits.globalsMax()); left > 0; left--) {
            var global = global(in);
            new Constant(module).read(in, global.type());
            module.globals.add(global);
        }
    }

    private void exports(Wire in) throws Refused {
        for (int left = in.count("exports", limits.exportsMax()); left > 0; left--) {
            int at = in.position();
            var name = in.name();
            var export = new Export(Extern.read(in, "export"), in.u32());
            if (Integer.compareUnsigned(export.index(), known(export.kind())) >= 0) {
                throw Refused.invalid(
                        "unknown " + export.kind() + " " + export.index() + " exported", at);
            }
            if (module.exports.put(name, export) != null) {
                throw Refused.invalid("duplicate export name " + name, at);
            }
            if (export.kind() == Extern.FUNCTION) {
                module.escaping.set(export.index());
            }
        }
    }

    private int known(Extern kind) {
        return switch (kind) {
            case FUNCTION -> module.functions.size();
            case TABLE -> module.tables.size();
            case MEMORY -> module.memories.size();
            case GLOBAL -> module.globals.size();
        };
    }

    private void start(Wire in) throws Refused {
        int at = in.position();
        int index = in.u32();
        if (Integer.compareUnsigned(index, module.functions.size()) >= 0) {
            throw Refused.invalid("unknown function " + index + " as start", at);
        }
        var type = module.signature(index);
        if (!type.params().isEmpty() || !type.results().isEmpty()) {
            throw Refused.invalid("start function of type " + type, at);
        }
        module.start = index;
    }

    private void code(Wire in) throws Refused {
        for (int left = in.count("bodies", limits.functionsMax()); left > 0; left--) {
            int at = in.position();
            int size = in.u32();
            if (Integer.compareUnsigned(size, limits.bodyBytesMax()) > 0 && size <= in.left()) {
                throw Refused.tooLarge(
                        "function body bytes",
                        Integer.toUnsignedLong(size),
                        limits.bodyBytesMax(),
                        at);
            }
            var body = in.part("function body", size);
            module.bodies.add(new Body(body.position(), in.position()));
        }
        if (module.bodies.size() != defined()) {
            throw Refused.malformed(
                    "function and code section have inconsistent lengths", in.position());
        }
    }

    private void dataCount(Wire in) throws Refused {
        module.hasDataCount = true;
        module.dataSegments = in.u32();
    }
}

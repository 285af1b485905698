package ipvm.jit;

import java.util.Arrays;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.GlobalImport;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.MemoryImport;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.TableImport;
import run.endive.wasm.types.TableLimits;

/// A function that no JVM method can hold, for Endive's interpreter: a module with the code of this
/// one alone, which imports memory, tables and globals from the instance that the function belongs
/// to. So nothing has to be decoded for the interpreter before such a function is called.
record Annex(WasmModule module, Leftovers leftovers) {

    private static final String MEMORY = "memory";
    private static final String TABLE = "table";
    private static final String GLOBAL = "global";
    private static final String FUNCTION = "function";

    /// For all instances like this one.
    static Annex of(Module of, int function, Instance like) {
        try {
            var module = Linked.only(of, function, imports(of, like));
            return new Annex(module, Leftovers.of(of, function, module));
        } catch (Refused e) {
            throw new IllegalStateException("validated code cannot be read again", e);
        }
    }

    /// Imported things come first in each index space, so that all keep their numbers.
    private static ImportSection imports(Module of, Instance like) {
        var imports = ImportSection.builder();
        for (int i = 0; i < of.importedFunctions; i++) {
            imports.addImport(new FunctionImport(FUNCTION, name(i), of.functions.get(i)));
        }
        for (int i = 0; i < of.memories.size(); i++) {
            imports.addImport(
                    new MemoryImport(MEMORY, name(i), new MemoryLimits(0, MemoryLimits.MAX_PAGES)));
        }
        for (int i = 0; i < of.tables.size(); i++) {
            var type = like.table(i).elementType();
            imports.addImport(new TableImport(TABLE, name(i), type, new TableLimits(0)));
        }
        for (int i = 0; i < of.globals.size(); i++) {
            var global = like.global(i);
            imports.addImport(
                    new GlobalImport(
                            GLOBAL, name(i), global.getMutabilityType(), global.getType()));
        }
        return imports.build();
    }

    private static String name(int index) {
        return Integer.toString(index);
    }

    /// An instance beside another one, whose machine runs all other functions.
    Instance instance(Module of, Instance beside, Bill bill) {
        return Instance.builder(module)
                .withImportValues(values(of, beside))
                .withUnsafeExecutionListener(bill)
                .withMachineFactory(instance -> beside.getMachine())
                .build();
    }

    private static ImportValues values(Module of, Instance beside) {
        var functions = new ImportFunction[of.importedFunctions];
        Arrays.setAll(functions, i -> renamed(beside.imports().function(i), i));
        var memories = new ImportMemory[of.memories.size()];
        Arrays.setAll(memories, i -> new ImportMemory(MEMORY, name(i), beside.memory(i)));
        var tables = new ImportTable[of.tables.size()];
        Arrays.setAll(tables, i -> new ImportTable(TABLE, name(i), beside.table(i)));
        var globals = new ImportGlobal[of.globals.size()];
        Arrays.setAll(globals, i -> new ImportGlobal(GLOBAL, name(i), beside.global(i)));
        return ImportValues.builder()
                .addFunction(functions)
                .addMemory(memories)
                .addTable(tables)
                .addGlobal(globals)
                .build();
    }

    private static ImportFunction renamed(ImportFunction function, int index) {
        return new ImportFunction(
                FUNCTION, name(index), function.functionType(), function.handle());
    }
}

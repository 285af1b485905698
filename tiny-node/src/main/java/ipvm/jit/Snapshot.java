package ipvm.jit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;

/// The state of an instance when it was ready, so that it can be used again without running its
/// data segments and its start function anew: memory, tables, globals, and what was dropped.
///
/// It holds what the instance defines itself. What it imports belongs to another one, so instances
/// that are linked to each other are put back together.
public final class Snapshot {

    private final Context context;
    private final Passive passive;
    private final @Nullable FlatMemory own;
    private final List<Cell> cells;
    private final List<FlatTable> flats;
    private final @Nullable Image image;
    private final long[] numbers;
    private final @Nullable Object[] references;
    private final @Nullable Object[][] tables;
    private final Passive.Mark mark;

    private Snapshot(Context context, Passive passive) {
        this.context = context;
        this.passive = passive;
        var module = context.machine.module();
        this.own = module.importedMemories == 0 ? context.memory : null;
        this.image = own == null ? null : own.image();
        this.cells =
                Arrays.asList(context.globals)
                        .subList(module.importedGlobals, context.globals.length);
        this.numbers = cells.stream().mapToLong(cell -> cell.bits).toArray();
        this.references = cells.stream().map(cell -> cell.ref).toArray();
        this.flats =
                Arrays.asList(context.tables).subList(module.importedTables, context.tables.length);
        this.tables = flats.stream().map(table -> table.entries.clone()).toArray(Object[][]::new);
        this.mark = passive.mark();
    }

    /// Of an instance that has just been started; an interpreted one has none.
    public static Optional<Snapshot> of(Instance instance) {
        if (instance.getMachine() instanceof MeteredMachine machine) {
            return Optional.of(new Snapshot(machine.linked(), machine.passive()));
        }
        return Optional.empty();
    }

    /// Puts the instance back; its meter is renewed apart.
    public void restore() {
        if (own != null && image != null) {
            own.bytes = image.restored(own.bytes);
        }
        for (int i = 0; i < numbers.length; i++) {
            cells.get(i).bits = numbers[i];
            cells.get(i).ref = references[i];
        }
        for (int i = 0; i < tables.length; i++) {
            flats.get(i).restore(tables[i]);
        }
        context.isAway = false;
        Arrays.fill(context.references, null);
        passive.reset(mark);
        context.machine.forget();
    }
}

package ipvm.jit;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/// A table of references as compiled code holds them: functions as [Func], others as they are.
final class FlatTable extends TableInstance {

    private static final int NULL = -1;

    private final int entriesMax;
    private final boolean isFunctions;
    @Nullable Object[] entries;

    FlatTable(Table type, int entriesMax) {
        super(new Table(type.elementType(), new TableLimits(0, type.limits().max())), NULL);
        this.entriesMax = (int) Math.min(entriesMax, type.limits().max());
        this.isFunctions = !type.elementType().isObjectRef();
        this.entries = new Object[(int) type.limits().min()];
    }

    @Override
    public TableLimits limits() {
        return new TableLimits(entries.length, super.limits().max());
    }

    @Override
    public int size() {
        return entries.length;
    }

    /// The entry, null included; beyond the end is a trap.
    @Nullable Object get(int index) {
        return entries[check(index, 1)];
    }

    void set(int index, @Nullable Object value) {
        entries[check(index, 1)] = value;
    }

    int check(int index, int count) {
        if (!Context.fits(index, count, entries.length)) {
            throw new Trap(Reason.TABLE);
        }
        return index;
    }

    /// Puts back entries of some moment before.
    void restore(@Nullable Object[] kept) {
        if (entries.length == kept.length) {
            System.arraycopy(kept, 0, entries, 0, kept.length);
        } else {
            entries = kept.clone();
        }
    }

    boolean grows(int more) {
        return entries.length + Integer.toUnsignedLong(more) <= entriesMax;
    }

    int grow(int more, @Nullable Object value) {
        int before = entries.length;
        if (!grows(more)) {
            return -1;
        }
        entries = Arrays.copyOf(entries, before + more);
        Arrays.fill(entries, before, entries.length, value);
        return before;
    }

    @Override
    public int grow(int more, int function, Instance instance) {
        return grow(more, func(function, instance));
    }

    @Override
    public int growWithRef(int more, Object value, Instance instance) {
        return grow(more, value);
    }

    private static @Nullable Func func(int function, Instance instance) {
        return function == NULL ? null : Metered.of(instance).func(function);
    }

    @Override
    public int ref(int index) {
        return get(index) instanceof Func func ? func.id : NULL;
    }

    @Override
    public int requiredRef(int index) {
        int found = ref(index);
        if (found == NULL) {
            throw new Trap(Reason.ELEMENT);
        }
        return found;
    }

    @Override
    public @Nullable Object objRef(int index) {
        return get(index);
    }

    @Override
    public void setRef(int index, int function, Instance instance) {
        set(index, func(function, instance));
    }

    @Override
    public void setObjRef(int index, Object value, Instance instance) {
        if (!isFunctions) {
            set(index, value);
        }
    }

    @Override
    public @Nullable Instance instance(int index) {
        return get(index) instanceof Func func ? Objects.requireNonNull(func.instance) : null;
    }

    @Override
    public void reset() {
        Arrays.fill(entries, null);
    }
}

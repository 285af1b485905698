package ipvm.jit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.ValType;

/// A global as compiled code reads it: one field, without a call.
public final class Cell extends GlobalInstance {

    static final String NAME = "ipvm/jit/Cell";

    private static final long NULL = -1;

    /// The bits of a number.
    public long bits;

    /// The value of a reference, a [Func] when it is one to a function.
    public @Nullable Object ref;

    private final boolean isFunction;

    Cell(long bits, ValType type, MutabilityType mutability) {
        super(type, mutability, bits, 0);
        this.bits = bits;
        this.isFunction = type.isReference() && !type.isObjectRef();
    }

    /// A global of a host, which never changes.
    static Cell of(GlobalInstance global) {
        if (global instanceof Cell cell) {
            return cell;
        }
        if (global.getMutabilityType() == MutabilityType.Var) {
            throw new IllegalArgumentException("a mutable global of another engine");
        }
        var cell = new Cell(global.getValue(), global.getType(), MutabilityType.Const);
        cell.ref = global.getRefValue();
        return cell;
    }

    public static void set(int value, Cell cell) {
        cell.bits = value;
    }

    public static void set(long value, Cell cell) {
        cell.bits = value;
    }

    public static void set(float value, Cell cell) {
        cell.bits = Float.floatToRawIntBits(value);
    }

    public static void set(double value, Cell cell) {
        cell.bits = Double.doubleToRawLongBits(value);
    }

    public static void set(@Nullable Object value, Cell cell) {
        cell.ref = value;
    }

    @Override
    public void setInstance(Instance instance) {
        super.setInstance(instance);
        if (isFunction && ref == null && bits != NULL) {
            ref = Metered.of(instance).func((int) bits);
        }
    }

    @Override
    public long getValue() {
        if (!isFunction) {
            return bits;
        }
        return ref instanceof Func func ? func.id : NULL;
    }

    @Override
    public long getValueLow() {
        return getValue();
    }

    @Override
    public void setValue(long value) {
        bits = value;
        if (isFunction) {
            var home = Objects.requireNonNull(getInstance());
            ref = value == NULL ? null : Metered.of(home).func((int) value);
        }
    }

    @Override
    public void setValueLow(long value) {
        setValue(value);
    }

    @Override
    public @Nullable Object getRefValue() {
        return ref;
    }

    @Override
    public void setRefValue(@Nullable Object value) {
        if (!isFunction) {
            ref = value;
        }
    }
}

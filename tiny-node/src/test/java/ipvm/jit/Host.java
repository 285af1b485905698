package ipvm.jit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmFunctionHandle;

/// A function of the host that notes its calls, answers by its arguments, and sometimes calls back.
///
/// @param name what the notes call it
/// @param type what it takes and gives
/// @param back the export that it calls, or -1
/// @param notes what was called, in order
record Host(String name, Signature type, int back, List<String> notes)
        implements WasmFunctionHandle {

    private static final int BACK_EVERY = 3;
    private static final int NOTES_MAX = 60;

    @Override
    public long[] apply(Instance instance, long... args) {
        return applyWithRefs(instance, args, new Object[args.length]).longs();
    }

    @Override
    public CallResult applyWithRefs(Instance instance, long[] args, Object[] references) {
        var note = new StringBuilder(name);
        long sum = 0;
        for (int i = 0; i < args.length; i++) {
            var kind = type.params().get(i);
            boolean isNarrow = kind == Val.I32 || kind == Val.F32;
            long bits = isNarrow ? args[i] & 0xffff_ffffL : args[i];
            sum = 31 * sum + (kind == Val.EXTERN ? 0 : bits);
            note.append(' ').append(kind == Val.EXTERN ? references[i] : Long.toHexString(bits));
        }
        notes.add(note.toString());
        if (back >= 0 && notes.size() % BACK_EVERY == 0 && notes.size() < NOTES_MAX) {
            instance.export("f" + back).apply();
        }
        return answer(sum, args);
    }

    private CallResult answer(long sum, long[] args) {
        var numbers = new long[type.results().size()];
        var objects = new @Nullable Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            switch (type.results().get(i)) {
                case I32, F32 -> numbers[i] = (sum + i) & 0xffff_ffffL;
                case I64, F64 -> numbers[i] = sum + i;
                case FUNC -> numbers[i] = sum % 2 == 0 ? -1 : given(args);
                case EXTERN -> objects[i] = sum % 2 == 0 ? null : "made by " + name;
            }
        }
        return CallResult.of(numbers, objects);
    }

    /// A function that was handed in, or none.
    private long given(long[] args) {
        int at = type.params().indexOf(Val.FUNC);
        return at < 0 ? -1 : args[at];
    }
}

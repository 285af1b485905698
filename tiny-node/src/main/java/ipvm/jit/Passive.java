package ipvm.jit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.PassiveDataSegment;
import run.endive.wasm.types.PassiveElement;

/// The data and elements of an instance that wait to be copied; what is dropped, or was placed at
/// the start, is empty.
final class Passive {

    private static final byte[] NO_BYTES = {};
    private static final @Nullable Object[] NO_ELEMENTS = {};

    private final Instance instance;
    private final byte[] @Nullable [] data;
    private final @Nullable Object[] @Nullable [] elements;

    Passive(Instance instance, Module module) {
        this.instance = instance;
        this.data = new byte[module.dataSegments][];
        this.elements = new Object[module.elements.size()][];
    }

    /// What was dropped at some moment.
    static final class Mark {

        private final byte[] @Nullable [] data;
        private final @Nullable Object[] @Nullable [] elements;
        private final @Nullable Element[] of;

        private Mark(Passive passive) {
            this.data = passive.data.clone();
            this.elements = passive.elements.clone();
            this.of = new Element[elements.length];
            Arrays.setAll(of, passive.instance::element);
        }
    }

    Mark mark() {
        return new Mark(this);
    }

    void reset(Mark mark) {
        System.arraycopy(mark.data, 0, data, 0, data.length);
        System.arraycopy(mark.elements, 0, elements, 0, elements.length);
        for (int i = 0; i < elements.length; i++) {
            instance.setElement(i, mark.of[i]);
        }
    }

    byte[] data(int segment) {
        var known = data[segment];
        if (known == null) {
            var found = instance.module().dataSection().dataSegments()[segment];
            known = found instanceof PassiveDataSegment ? found.data() : NO_BYTES;
            data[segment] = known;
        }
        return known;
    }

    void dropData(int segment) {
        data[segment] = NO_BYTES;
    }

    @Nullable Object[] elements(int segment) {
        var known = elements[segment];
        if (known == null) {
            var found = instance.module().elementSection().getElement(segment);
            known = found instanceof PassiveElement ? evaluate(found) : NO_ELEMENTS;
            elements[segment] = known;
        }
        return known;
    }

    private @Nullable Object[] evaluate(Element element) {
        var values = new Object[element.elementCount()];
        boolean isFunctions = !element.type().isObjectRef();
        for (int i = 0; i < values.length; i++) {
            var constant =
                    ConstantEvaluators.computeConstant(instance, element.initializers().get(i));
            values[i] = isFunctions ? function(constant.longs()[0]) : constant.ref();
        }
        return values;
    }

    private @Nullable Func function(long id) {
        return id == -1 ? null : Metered.of(instance).func((int) id);
    }

    void dropElements(int segment) {
        elements[segment] = NO_ELEMENTS;
        instance.setElement(segment, null);
    }
}

package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

/// How values pass where a JVM method has no place for them: through the context's arrays.
final class Passing {

    private static final String NUMBERS = "numbers";
    private static final String REFERENCES = "references";

    private Passing() {}

    /// Moves the top of the stack to a place of the context.
    static void put(Jvm jvm, Val type, int contextSlot, int index) {
        jvm.loadReference(contextSlot);
        jvm.push(index);
        jvm.invoke(
                Context.NAME,
                "put",
                "("
                        + (type.isReference() ? Val.EXTERN : type).descriptor
                        + "L"
                        + Context.NAME
                        + ";I)V");
    }

    /// Puts onto the stack what lies at a place of the context.
    static void take(Jvm jvm, Val type, int contextSlot, int index) {
        jvm.loadReference(contextSlot);
        jvm.getField(
                Context.NAME,
                type.isReference() ? REFERENCES : NUMBERS,
                type.isReference() ? "[Ljava/lang/Object;" : "[J");
        jvm.push(index);
        jvm.op(type.isReference() ? AALOAD : LALOAD);
        if (type.isReference()) {
            jvm.reference(type);
        } else {
            jvm.number(type);
        }
    }
}

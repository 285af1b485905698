package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/// The generated classes: groups of functions, and the ways between functions that do not know each
/// other: from outside, to imports, and through tables.
final class Stubs {

    private static final String FUEL = "fuel";
    private static final String ENTRY_TYPE = "(IIL" + Context.NAME + ";)V";

    /// What these methods use of the JVM's stack besides parameters.
    private static final int STACK = 16;

    private static final int SWITCH_MAX = 256;

    /// What the ways to several functions may take of one JVM method.
    private static final int WAYS_BYTES_MAX = 60_000;

    /// Callees of one type that a switch leads to; the others are called as from outside.
    private static final int CALLEES_MAX = 500;

    private final Module module;
    private final BitSet narrow;
    private final BitSet interpreted;
    private final ClassWriter writer = new ClassWriter(0);

    Stubs(Module module, BitSet narrow, BitSet interpreted) {
        this.module = module;
        this.narrow = narrow;
        this.interpreted = interpreted;
    }

    private void open(String name, String parent, String... interfaces) {
        writer.visit(V21, ACC_PUBLIC | ACC_FINAL | ACC_SYNTHETIC, name, null, parent, interfaces);
    }

    private MethodVisitor method(String name, String descriptor) {
        return writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
    }

    private byte[] close() {
        writer.visitEnd();
        return writer.toByteArray();
    }

    byte[] group(String name, int group) {
        open(name, "java/lang/Object");
        functions(group);
        return close();
    }

    private void functions(int group) {
        for (int function : module.functionsOf(group)) {
            var to = method(Names.method(module, function), Names.descriptor(module, function));
            if (interpreted.get(function)) {
                away(to, function, "interpret");
            } else {
                Emit.function(module, function, !narrow.get(function), to);
            }
        }
    }

    byte[] imports() {
        open(Names.IMPORTS, "java/lang/Object");
        for (int i = 0; i < module.importedFunctions; i++) {
            away(method(Names.method(module, i), Names.descriptor(module, i)), i, "imported");
        }
        return close();
    }

    /// Hands arguments to a method of the context and takes the results from it.
    private void away(MethodVisitor to, int function, String method) {
        var type = module.signature(function);
        var jvm = new Jvm(to);
        int fuel = slots(type);
        int context = fuel + 2;
        put(jvm, type, context);
        leaveFuel(jvm, fuel, context);
        jvm.push(function);
        jvm.load(Val.I32, fuel + 1);
        jvm.loadReference(context);
        jvm.invoke(Context.NAME, method, "(IIL" + Context.NAME + ";)V");
        giveBack(jvm, type, context);
        jvm.reserve(context + 1);
        jvm.end(STACK);
    }

    private static void leaveFuel(Jvm jvm, int fuelSlot, int contextSlot) {
        jvm.loadReference(contextSlot);
        jvm.load(Val.I32, fuelSlot);
        jvm.putField(Context.NAME, FUEL, "I");
    }

    /// At most what the way to a function takes of a JVM method: its parameters and the call.
    private static int wayBytes(Signature type) {
        return 64 + 12 * type.params().size();
    }

    private static int slots(Signature type) {
        return type.params().stream().mapToInt(param -> param.slots).sum();
    }

    /// Moves the parameters into the context's places.
    private static void put(Jvm jvm, Signature type, int contextSlot) {
        int slot = 0;
        for (int i = 0; i < type.params().size(); i++) {
            var param = type.params().get(i);
            jvm.load(param, slot);
            Passing.put(jvm, param, contextSlot, i);
            slot += param.slots;
        }
    }

    private static void giveBack(Jvm jvm, Signature type, int contextSlot) {
        if (type.results().isEmpty()) {
            jvm.op(RETURN);
        } else {
            var first = type.results().getFirst();
            Passing.take(jvm, first, contextSlot, 0);
            jvm.op(first.opcode(IRETURN));
        }
    }

    /// One method a type: it looks a table's entry up and goes on to the function found there, by a
    /// switch over those that can be in a table, so that the JVM can inline the frequent ones.
    byte[] indirect() {
        open(Names.INDIRECT, "java/lang/Object");
        for (int i = 0; i < module.types.size(); i++) {
            var wanted = module.types.get(i);
            var callees =
                    module.escaping.stream()
                            .filter(function -> !module.isImport(function))
                            .filter(function -> module.signature(function).equals(wanted))
                            .limit(Math.min(CALLEES_MAX, WAYS_BYTES_MAX / wayBytes(wanted)))
                            .toArray();
            indirect(i, callees);
        }
        return close();
    }

    private void indirect(int typeIndex, int[] callees) {
        var type = module.types.get(typeIndex);
        var to = method(Names.indirect(typeIndex), type.descriptor("III"));
        var jvm = new Jvm(to);
        int index = slots(type);
        int fuel = index + 2;
        int depth = index + 3;
        int context = index + 4;
        int func = index + 5;
        jvm.load(Val.I32, index);
        jvm.load(Val.I32, index + 1);
        jvm.loadReference(context);
        jvm.invoke(Context.NAME, "callee", "(IIL" + Context.NAME + ";)" + Val.FUNC.descriptor);
        jvm.op(DUP);
        jvm.storeReference(func);
        jvm.push(typeIndex);
        jvm.loadReference(context);
        jvm.invoke(Context.NAME, "number", "(" + Val.FUNC.descriptor + "IL" + Context.NAME + ";)I");
        jvm.locals(List.of(), indirectLocals(type));
        var cases = labels(callees.length);
        var foreign = new Label();
        jvm.lookupSwitch(callees, cases, foreign);
        for (int i = 0; i < callees.length; i++) {
            jvm.bind(cases[i], List.of(), List.of());
            load(jvm, type);
            if (module.isLeaf(callees[i])) {
                leaveFuel(jvm, fuel, context);
            } else {
                jvm.load(Val.I32, fuel);
            }
            invoke(jvm, callees[i], depth, context);
            jvm.op(type.results().isEmpty() ? RETURN : type.results().getFirst().opcode(IRETURN));
        }
        jvm.bind(foreign, List.of(), List.of());
        put(jvm, type, context);
        leaveFuel(jvm, fuel, context);
        jvm.loadReference(func);
        jvm.load(Val.I32, depth);
        jvm.loadReference(context);
        jvm.invoke(
                Context.NAME, "foreign", "(" + Val.FUNC.descriptor + "IL" + Context.NAME + ";)V");
        giveBack(jvm, type, context);
        jvm.end(index + STACK);
    }

    private static Label[] labels(int count) {
        return Stream.generate(Label::new).limit(count).toArray(Label[]::new);
    }

    private static List<Object> indirectLocals(Signature type) {
        var locals = new ArrayList<Object>();
        type.params().forEach(param -> locals.add(param.frame));
        locals.addAll(List.of(INTEGER, INTEGER, INTEGER, INTEGER, Context.NAME, Val.FUNC.frame));
        return locals;
    }

    private static void load(Jvm jvm, Signature type) {
        int slot = 0;
        for (var param : type.params()) {
            jvm.load(param, slot);
            slot += param.slots;
        }
    }

    /// Calls a function, and pays for it when it is a leaf, which leaves that to its callers.
    private void invoke(Jvm jvm, int function, int depthSlot, int contextSlot) {
        jvm.load(Val.I32, depthSlot);
        jvm.loadReference(contextSlot);
        jvm.invoke(
                Names.owner(module, function),
                Names.method(module, function),
                Names.descriptor(module, function));
        if (module.isLeaf(function)) {
            jvm.loadReference(contextSlot);
            jvm.op(DUP);
            jvm.getField(Context.NAME, FUEL, "I");
            jvm.push(module.shape(function).leafCost());
            jvm.op(ISUB);
            jvm.putField(Context.NAME, FUEL, "I");
        }
    }

    /// The ways in that a module itself offers. One of a single group has its functions here too:
    /// for a small module a class is the largest cost.
    byte[] entry() {
        openEntry(Names.ENTRY);
        if (module.isSmall()) {
            functions(0);
        }
        ways(module.escaping.stream().toArray(), Names.ENTRY);
        return close();
    }

    /// The ways into all functions.
    byte[] ways() {
        openEntry(Names.WAYS);
        ways(IntStream.range(0, module.functions.size()).toArray(), Names.WAYS);
        return close();
    }

    private void openEntry(String name) {
        open(name, "java/lang/Object", Names.ENTRY_INTERFACE);
        constructor();
        birth(name);
    }

    /// Reflection would first build a way to call the constructor, which takes longer than all the
    /// rest of a small module.
    private void birth(String name) {
        var to = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        to.visitCode();
        to.visitTypeInsn(NEW, name);
        to.visitInsn(DUP);
        to.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
        to.visitMethodInsn(
                INVOKESTATIC, Context.NAME, "born", "(L" + Names.ENTRY_INTERFACE + ";)V", false);
        to.visitInsn(RETURN);
        to.visitMaxs(2, 0);
        to.visitEnd();
    }

    /// Cut into methods that stay within the JVM's size.
    private void ways(int[] functions, String owner) {
        var parts = new ArrayList<int[]>();
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < functions.length; i++) {
            int more = wayBytes(module.signature(functions[i]));
            if (i - from == SWITCH_MAX || bytes + more > WAYS_BYTES_MAX) {
                parts.add(Arrays.copyOfRange(functions, from, i));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < functions.length) {
            parts.add(Arrays.copyOfRange(functions, from, functions.length));
        }
        dispatch(parts, owner);
        for (int i = 0; i < parts.size(); i++) {
            part(i, parts.get(i));
        }
    }

    private void constructor() {
        var to = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        to.visitCode();
        to.visitVarInsn(ALOAD, 0);
        to.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        to.visitInsn(RETURN);
        to.visitMaxs(1, 1);
        to.visitEnd();
    }

    private void dispatch(List<int[]> parts, String owner) {
        var to = writer.visitMethod(ACC_PUBLIC, "call", ENTRY_TYPE, null, null);
        var jvm = new Jvm(to);
        var locals = List.<Object>of(owner, INTEGER, INTEGER, Context.NAME);
        jvm.locals(locals, locals);
        for (int i = 0; i < parts.size(); i++) {
            var next = new Label();
            jvm.load(Val.I32, 1);
            jvm.push(parts.get(i)[parts.get(i).length - 1]);
            jvm.jump(IF_ICMPGT, next);
            jvm.load(Val.I32, 1);
            jvm.load(Val.I32, 2);
            jvm.loadReference(3);
            jvm.invoke(owner, "part" + i, ENTRY_TYPE);
            jvm.op(RETURN);
            jvm.bind(next, List.of(), List.of());
        }
        unknown(jvm);
        jvm.reserve(4);
        jvm.end(STACK);
    }

    private void part(int number, int[] functions) {
        var jvm = new Jvm(method("part" + number, ENTRY_TYPE));
        var locals = List.<Object>of(INTEGER, INTEGER, Context.NAME);
        jvm.locals(locals, locals);
        jvm.load(Val.I32, 0);
        var cases = labels(functions.length);
        var otherwise = new Label();
        jvm.lookupSwitch(functions, cases, otherwise);
        int stack = STACK;
        for (int i = 0; i < functions.length; i++) {
            jvm.bind(cases[i], List.of(), List.of());
            into(jvm, functions[i]);
            stack = Math.max(stack, STACK + slots(module.signature(functions[i])));
        }
        jvm.bind(otherwise, List.of(), List.of());
        unknown(jvm);
        jvm.reserve(3);
        jvm.end(stack);
    }

    private void into(Jvm jvm, int function) {
        var type = module.signature(function);
        for (int i = 0; i < type.params().size(); i++) {
            Passing.take(jvm, type.params().get(i), 2, i);
        }
        if (!module.isLeaf(function)) {
            jvm.loadReference(2);
            jvm.getField(Context.NAME, FUEL, "I");
        }
        invoke(jvm, function, 1, 2);
        if (!type.results().isEmpty()) {
            Passing.put(jvm, type.results().getFirst(), 2, 0);
        }
        jvm.op(RETURN);
    }

    private static void unknown(Jvm jvm) {
        jvm.invoke(Ops.NAME, "unknown", "()Ljava/lang/IllegalArgumentException;");
        jvm.op(ATHROW);
    }
}

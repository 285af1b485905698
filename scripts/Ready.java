import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// Makes the jars of a build ready to start: `java -cp asm.jar Ready.java JAR...`
///
/// Java links a switch over types, and `equals` and `hashCode` of a record, when each first runs, by
/// classes that it spins then and no archive of classes keeps. Here they become plain methods that
/// do the same. And classes of the format before Java 6, which archives leave out, get frames.
final class Ready extends ClassVisitor {

    private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
    private static final String RECORDS = "java/lang/runtime/ObjectMethods";
    private static final int OLD_BELOW = Opcodes.V1_6;

    private final List<Made> all = new ArrayList<>();
    private final boolean isOld;
    private String owner = "";
    private boolean isInterface;

    /// A method in place of a call that would be linked later.
    private record Made(String kind, String name, String type, Object[] args) {}

    private Ready(ClassVisitor next, boolean isOld) {
        super(Opcodes.ASM9, next);
        this.isOld = isOld;
    }

    public static void main(String[] jars) throws IOException {
        var urls = new ArrayList<URL>();
        for (var jar : jars) {
            urls.add(Path.of(jar).toUri().toURL());
        }
        try (var loader = new URLClassLoader(urls.toArray(URL[]::new))) {
            for (var jar : jars) {
                rewrite(Path.of(jar), loader);
            }
        }
    }

    private static void rewrite(Path jar, ClassLoader loader) throws IOException {
        var next = jar.resolveSibling(jar.getFileName() + ".next");
        try (var in = new ZipFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(next))) {
            for (var old : Collections.list(in.entries())) {
                var bytes = in.getInputStream(old).readAllBytes();
                var entry = new ZipEntry(old.getName());
                entry.setTime(old.getTime());
                out.putNextEntry(entry);
                out.write(old.getName().endsWith(".class") ? ready(bytes, loader) : bytes);
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] ready(byte[] bytes, ClassLoader loader) {
        var reader = new ClassReader(bytes);
        boolean isOld = reader.readUnsignedShort(6) < OLD_BELOW;
        var writer =
                new ClassWriter(isOld ? ClassWriter.COMPUTE_FRAMES : 0) {
                    @Override
                    protected ClassLoader getClassLoader() {
                        return loader;
                    }
                };
        reader.accept(new Ready(writer, isOld), isOld ? ClassReader.SKIP_FRAMES : 0);
        return writer.toByteArray();
    }

    @Override
    public void visit(
            int version, int access, String name, String generic, String above, String[] faces) {
        owner = name;
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        super.visit(isOld ? Opcodes.V1_8 : version, access, name, generic, above, faces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String type, String generic, String[] thrown) {
        return new MethodVisitor(
                Opcodes.ASM9, super.visitMethod(access, name, type, generic, thrown)) {
            @Override
            public void visitInvokeDynamicInsn(
                    String called, String calledType, Handle by, Object... args) {
                if (isTypeSwitch(by, args) || isOfRecord(by, called)) {
                    var made = new Made(called, called + "$" + all.size(), calledType, args);
                    all.add(made);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, owner, made.name, calledType, isInterface);
                } else {
                    super.visitInvokeDynamicInsn(called, calledType, by, args);
                }
            }
        };
    }

    private static boolean isTypeSwitch(Handle by, Object... args) {
        return by.getOwner().equals(SWITCHES)
                && by.getName().equals("typeSwitch")
                && Arrays.stream(args).allMatch(Type.class::isInstance);
    }

    private static boolean isOfRecord(Handle by, String called) {
        return by.getOwner().equals(RECORDS)
                && (called.equals("equals") || called.equals("hashCode"));
    }

    @Override
    public void visitEnd() {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        for (var made : all) {
            var code = super.visitMethod(access, made.name, made.type, null, null);
            code.visitCode();
            switch (made.kind) {
                case "typeSwitch" -> typeSwitch(code, made.args);
                case "equals" -> equal(code, fields(made));
                case "hashCode" -> hash(code, fields(made));
                default -> throw new IllegalStateException(made.kind);
            }
            code.visitEnd();
        }
        super.visitEnd();
    }

    /// Behind the record's class and the names of its fields come the ways to read them.
    private static List<Handle> fields(Made made) {
        return Arrays.stream(made.args).skip(2).map(Handle.class::cast).toList();
    }

    /// `(value, from)`: -1 for null, else the first type from there on that the value has, else how
    /// many there are.
    private static void typeSwitch(MethodVisitor code, Object[] types) {
        var labels = new Label[types.length + 1];
        Arrays.setAll(labels, i -> new Label());
        var some = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitJumpInsn(Opcodes.IFNONNULL, some);
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IRETURN);
        at(code, some);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitTableSwitchInsn(0, types.length, labels[types.length], labels);
        for (int i = 0; i < types.length; i++) {
            at(code, labels[i]);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitTypeInsn(Opcodes.INSTANCEOF, ((Type) types[i]).getInternalName());
            code.visitJumpInsn(Opcodes.IFEQ, labels[i + 1]);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitInsn(Opcodes.IRETURN);
        }
        at(code, labels[types.length]);
        code.visitIntInsn(Opcodes.SIPUSH, types.length);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(1, 2);
    }

    private static void at(MethodVisitor code, Label label) {
        code.visitLabel(label);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private static void hash(MethodVisitor code, List<Handle> fields) {
        code.visitInsn(Opcodes.ICONST_0);
        for (var field : fields) {
            code.visitIntInsn(Opcodes.BIPUSH, 31);
            code.visitInsn(Opcodes.IMUL);
            read(code, 0, field);
            plain(code, field, "hashCode", "(%s)I");
            code.visitInsn(Opcodes.IADD);
        }
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(3, 1);
    }

    private void equal(MethodVisitor code, List<Handle> fields) {
        var different = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
        code.visitJumpInsn(Opcodes.IFEQ, different);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        for (var field : fields) {
            read(code, 0, field);
            read(code, 2, field);
            boolean isObject = box(field).equals("java/util/Objects");
            plain(code, field, isObject ? "equals" : "compare", isObject ? "(%s%s)Z" : "(%s%s)I");
            code.visitJumpInsn(isObject ? Opcodes.IFEQ : Opcodes.IFNE, different);
        }
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(different);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(4, 3);
    }

    private static void read(MethodVisitor code, int variable, Handle field) {
        code.visitVarInsn(Opcodes.ALOAD, variable);
        code.visitFieldInsn(Opcodes.GETFIELD, field.getOwner(), field.getName(), field.getDesc());
    }

    /// Calls the method that the type of a field has for this, or that of `Objects`.
    private static void plain(MethodVisitor code, Handle field, String name, String form) {
        var box = box(field);
        var type = box.equals("java/util/Objects") ? "Ljava/lang/Object;" : field.getDesc();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, box, name, form.replace("%s", type), false);
    }

    private static String box(Handle field) {
        return switch (field.getDesc()) {
            case "I" -> "java/lang/Integer";
            case "J" -> "java/lang/Long";
            case "Z" -> "java/lang/Boolean";
            case "B" -> "java/lang/Byte";
            case "S" -> "java/lang/Short";
            case "C" -> "java/lang/Character";
            case "F" -> "java/lang/Float";
            case "D" -> "java/lang/Double";
            default -> "java/util/Objects";
        };
    }
}

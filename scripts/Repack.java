import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Copies libraries into a form that a class archive takes in. HotSpot leaves out what comes from a
 * signed jar and what was compiled for Java 5, and verifies both again at each start; so signatures
 * go, and old classes get the stack maps that they lack. Nothing else changes.
 */
final class Repack {

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    private static final int FIRST_WITH_STACK_MAPS = Opcodes.V1_6;
    private static final int MAJOR_VERSION_AT = 7;

    public static void main(String[] folders) throws IOException {
        Path to = Files.createDirectories(Path.of(folders[1]));
        try (var jars = Files.newDirectoryStream(Path.of(folders[0]), "*.jar")) {
            for (Path jar : jars) {
                repack(jar, to.resolve(jar.getFileName()));
            }
        }
    }

    private static void repack(Path from, Path to) throws IOException {
        try (var in = new ZipFile(from.toFile());
                var classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
                var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                if (SIGNATURE.matcher(entry.getName()).matches()) continue;
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                var copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isOldClass(entry, bytes) ? withStackMaps(bytes, classes) : bytes);
            }
        }
    }

    private static boolean isOldClass(ZipEntry entry, byte[] bytes) {
        return entry.getName().endsWith(".class")
                && bytes[MAJOR_VERSION_AT] < FIRST_WITH_STACK_MAPS;
    }

    private static byte[] withStackMaps(byte[] old, ClassLoader classes) {
        var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes; // where two branches meet, their common superclass is looked up
            }
        };
        var renewed = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(
                    int version, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, signature, parent, interfaces);
            }
        };
        new ClassReader(old).accept(renewed, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}

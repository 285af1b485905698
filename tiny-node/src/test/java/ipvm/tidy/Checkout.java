package ipvm.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A source tree as the rules see it: what is committed, without what a build leaves behind.
final class Checkout {

    private static final Set<String> LEFT_BEHIND =
            Set.of("target", ".git", "node_modules", ".idea");

    private final Path root;
    private @Nullable Parsed mainCode;
    private @Nullable Parsed allCode;

    Checkout(Path root) {
        this.root = root;
    }

    /// The checkout that this test was built from.
    static Checkout ours() {
        return new Checkout(Path.of(System.getProperty("ipvm.root", "..")).toAbsolutePath());
    }

    List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return LEFT_BEHIND.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        Collections.sort(files);
        return files;
    }

    List<Path> files(String ending) throws IOException {
        return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
    }

    /// The main code of all modules, every name in it understood.
    Parsed mainCode() throws IOException {
        if (mainCode == null) {
            mainCode = Parsed.attributed(mainJava());
        }
        return mainCode;
    }

    /// All code with its tests and benchmarks, as it stands.
    Parsed allCode() throws IOException {
        if (allCode == null) {
            allCode = Parsed.read(files(".java"));
        }
        return allCode;
    }

    List<Path> mainJava() throws IOException {
        return files(".java").stream()
                .filter(file -> name(file).contains("src/main/java/"))
                .toList();
    }

    /// The file's path from the root, with `/` everywhere.
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    List<String> lines(String name) throws IOException {
        return Files.readAllLines(root.resolve(name));
    }
}

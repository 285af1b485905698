package ipvm.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Java files as javac understands them. The compiler itself reads them, so that a rule knows what
/// a name means and no comment or string is taken for code.
record Parsed(
        List<CompilationUnitTree> units,
        Trees trees,
        Elements elements,
        Types types,
        List<String> errors) {

    /// Whether every variable has a value and every branch is reached is the build's to say.
    private static final String ATTRIBUTION_ONLY = "--should-stop=ifNoError=ATTR";

    /// Reads the files and finds out what every name in them means.
    static Parsed attributed(List<Path> files) throws IOException {
        return parsed(files, true);
    }

    /// Reads the files as they stand; faster, where a rule asks for no meaning.
    static Parsed read(List<Path> files) throws IOException {
        return parsed(files, false);
    }

    private static Parsed parsed(List<Path> files, boolean attribute) throws IOException {
        var heard = new DiagnosticCollector<JavaFileObject>();
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var manager = javac.getStandardFileManager(heard, null, null)) {
            var options = List.of("-proc:none", ATTRIBUTION_ONLY, "-classpath", libraries());
            var sources = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) javac.getTask(null, manager, heard, options, null, sources);
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            if (attribute) {
                task.analyze();
            }
            return new Parsed(
                    units,
                    Trees.instance(task),
                    task.getElements(),
                    task.getTypes(),
                    errors(heard));
        }
    }

    private static List<String> errors(DiagnosticCollector<JavaFileObject> heard) {
        return heard.getDiagnostics().stream()
                .filter(said -> said.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    /// Libraries only: our own classes come from the files that are read.
    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}

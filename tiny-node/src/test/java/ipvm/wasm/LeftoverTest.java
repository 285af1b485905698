package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import ipvm.data.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs that end badly leave nothing behind: no class, no file, and no thread but the few that wait
/// for the next call.
class LeftoverTest {

    private static final int RUNS = 6;
    private static final int WARM = 1;

    /// Classes that the virtual machine itself may load meanwhile; fewer than there are runs, so
    /// that one class left by each of them is found.
    private static final int CLASSES_MORE = RUNS / 2;

    private static final Grant GRANT = Grant.of(500_000, 16L << 20);

    /// One is kept for the next call; another one is made where that one is not back yet.
    private static final int THREADS_MAX = 8;

    @ParameterizedTest
    @CsvSource({
        "endless_recursion.wasm, Trapped",
        "start that never ends, OutOfFuel",
        "big_straight.wasm, Ok",
    })
    void leavesNothingBehind(String what, String end) throws Exception {
        var module = module(what);
        runs(module, 0, WARM, end);
        classes();
        threads();
        files();
        runs(module, 0, WARM, end);
        int classes = classes();
        var files = files();

        runs(module, WARM, RUNS, end);

        assertThat(classes() - classes).isLessThan(CLASSES_MORE);
        assertThat(threads()).hasSizeLessThan(THREADS_MAX);
        assertThat(files()).isEqualTo(files);
    }

    private static Bytes module(String what) throws IOException {
        return switch (what) {
            case "big_straight.wasm" -> Fixture.bytes("wasm/fuel/" + what);
            case "start that never ends" -> HostileCode.started(0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b);
            default ->
                    Hostile.modules().stream()
                            .filter(one -> one.what().equals(what))
                            .map(Hostile::bytes)
                            .findFirst()
                            .orElseThrow();
        };
    }

    /// Each run is of a module that differs from the others in a custom section.
    private static void runs(Bytes module, int from, int count, String end) throws Exception {
        for (int i = from; i < from + count; i++) {
            var number = Binary.section(0, Binary.concat(Binary.name("n"), Bytes.of(i)));
            var compiled = Engine.compile(Binary.concat(module, number), Limits.DEFAULT);
            var exports = compiled.exports();
            var export = exports.isEmpty() ? "run" : exports.getFirst().name();
            try (var instance = Engine.start(compiled, Host.SILENT, GRANT)) {
                var args =
                        exports.isEmpty() || exports.getFirst().params().isEmpty()
                                ? List.<ipvm.data.Ipld>of()
                                : Fixture.args("[1]");
                assertThat(Engine.call(instance, export, args).getClass().getSimpleName())
                        .isEqualTo(end);
            }
        }
    }

    private static int classes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("wasm"))
                .toList();
    }

    private record Held(long open, Set<String> temporary) {}

    private static Held files() throws IOException {
        long open =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean system
                        ? system.getOpenFileDescriptorCount()
                        : 0;
        try (var found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new Held(
                    open,
                    found.map(Path::toString)
                            .filter(name -> name.contains("wasm"))
                            .collect(Collectors.toSet()));
        }
    }
}

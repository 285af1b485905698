package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.testkit.Peer;
import ipvm.wasm.Workbench.Twins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// JavaScript with an engine of its own around it, by componentize-js: twelve megabytes, more than
/// a node takes unless it is told to.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class JavaScriptIT {

    @RegisterExtension static final Peer TOOLS = new Peer("components");

    private static final Workbench BENCH = new Workbench(TOOLS);
    private static final List<String> ALL_BUT_OUTPUT =
            List.of("random", "clocks", "http", "fetch-event");
    private static final Limits RAISED = Limits.DEFAULT.withModuleBytesMax(16 << 20);

    @TempDir static Path folder;
    private static @Nullable Twins shapes;
    private static @Nullable Twins small;

    private static Bytes built(String name, List<String> without) throws Exception {
        var file = folder.resolve(name + ".wasm");
        if (!Files.exists(file)) {
            BENCH.javascript("shapes", without, file);
        }
        return Bytes.wrap(Files.readAllBytes(file));
    }

    private static Bytes quiet() throws Exception {
        return built("quiet", ALL_BUT_OUTPUT);
    }

    private static Twins shapes() throws Exception {
        if (shapes == null) {
            shapes = Twins.of(quiet(), RAISED);
        }
        return shapes;
    }

    @Test
    void isTooLargeUnlessTheLimitIsRaised() throws Exception {
        var module = quiet();
        int max = Limits.DEFAULT.moduleBytesMax();

        assertThat(module.size()).isBetween(max, 2 * max);
        var refused =
                catchThrowableOfType(Refused.class, () -> Engine.compile(module, Limits.DEFAULT));
        assertThat(refused)
                .hasMessage(
                        "too-large: module bytes %d, at most %d allowed at byte 0"
                                .formatted(module.size(), max));
        Engine.compile(module, Limits.DEFAULT.withModuleBytesMax(module.size()));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/components/shapes.csv", delimiter = '|', quoteCharacter = '`')
    void passesValuesToJavaScriptAndBack(String function, String args, String expected)
            throws Exception {
        assertThat(shapes().text(Host.SILENT, function, args)).isEqualTo(expected);
    }

    @Test
    void writesWhatJavaScriptPrintsToTheLog() throws Exception {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(level + " " + message));

        assertThat(shapes().text(host, "say", "[\"caf\u00e9\"]")).isEqualTo("null");
        assertThat(lines)
                .contains("stdout caf\u00e9")
                .anyMatch(line -> line.contains("not caf\u00e9"));
    }

    @Test
    void trapsOnAnErrorThatNobodyCatches() throws Exception {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(level + " " + message));

        assertThat(shapes().trap(host, "fail", "[]")).isEqualTo("unreachable");
        assertThat(lines).anyMatch(line -> line.startsWith("stderr ") && line.contains("broken"));
    }

    @Test
    void keepsJavaScriptWithinItsGrant() throws Exception {
        var spent = shapes().call(Host.SILENT, Grant.of(5_000_000, 64 << 20), "spin", "[]");
        var cramped = shapes().call(Host.SILENT, Grant.of(5_000_000, 4 << 20), "calls", "[]");

        assertThat(spent).isInstanceOf(Ended.OutOfFuel.class);
        assertThat(spent.bill().fuel()).isEqualTo(5_000_000);
        assertThat(cramped).isInstanceOf(Ended.OutOfMemory.class);
    }

    @Test
    void remembersWithinOneInstanceOnly() throws Exception {
        var compiled = shapes().first();
        var instance = Engine.start(compiled, Host.SILENT, Workbench.GRANT);

        for (int call = 1; call <= 3; call++) {
            assertThat(Fixture.value(Engine.call(instance, "calls", List.of())))
                    .isEqualTo(Ipld.of(call));
        }
        assertThat(shapes().text(Host.SILENT, "calls", "[]")).isEqualTo("1");
    }

    /// An engine with everything in it asks for the time before it does anything.
    @Test
    void needsAClockWithTheFeaturesOfTheHost() throws Exception {
        var compiled = Engine.compile(built("whole", List.of()), RAISED);
        var granted = Host.SILENT.withClock(() -> 1_700_000_000_000_000_000L);

        var denied = Fixture.call(compiled, Host.SILENT, "calls", "[]");
        assertThat(denied)
                .isInstanceOfSatisfying(
                        Ended.Trapped.class,
                        end ->
                                assertThat(end.kind())
                                        .isEqualTo(
                                                "import not granted: wasi:clocks/monotonic-clock"
                                                        + " now"));
        assertThat(Fixture.value(Fixture.call(compiled, granted, "calls", "[]")))
                .isEqualTo(Ipld.of(1));
    }

    private static Twins small() throws Exception {
        if (small == null) {
            small = Twins.of(BENCH.small("shapes", true));
        }
        return small;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/components/shapes.csv", delimiter = '|', quoteCharacter = '`')
    void takesASmallerEngineWithinTheDefaultLimits(String function, String args, String expected)
            throws Exception {
        assertThat(small().text(Host.SILENT, function, args)).isEqualTo(expected);
    }

    @Test
    void namesWhatAsynchronousComponentsNeed() throws Exception {
        var module = BENCH.small("shapes", false);
        var refused =
                catchThrowableOfType(Refused.class, () -> Engine.compile(module, Limits.DEFAULT));

        assertThat(refused.kind()).isEqualTo(Refused.Kind.UNSUPPORTED);
        assertThat(refused).hasMessageContaining("async");
    }
}

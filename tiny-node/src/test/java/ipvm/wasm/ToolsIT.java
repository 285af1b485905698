package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.testkit.Peer;
import ipvm.wasm.Workbench.Twins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules in AssemblyScript and WAT that `jco embed` and `jco new` make components of: every kind
/// of value goes in as IPLD and comes out as IPLD, on both machines for the same fuel.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ToolsIT {

    @RegisterExtension static final Peer TOOLS = new Peer("components");

    private static final Workbench BENCH = new Workbench(TOOLS);
    private static @Nullable Bytes embedded;
    private static @Nullable Twins values;

    private static Bytes embedded() throws Exception {
        if (embedded == null) {
            embedded = BENCH.embedded(BENCH.assembly("values"), "values", "utf16");
        }
        return embedded;
    }

    private static Twins values() throws Exception {
        if (values == null) {
            values = Twins.of(BENCH.component(embedded(), "none"));
        }
        return values;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/components/values.csv", delimiter = '|', quoteCharacter = '`')
    void passesEveryKindOfValue(String function, String args, String expected) throws Exception {
        assertThat(values().text(Host.SILENT, function, args)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/components/values.csv", delimiter = '|', quoteCharacter = '`')
    void needsNoComponentAroundTheModule(String function, String args, String expected)
            throws Exception {
        var module = Engine.compile(embedded(), Limits.DEFAULT);

        assertThat(module.form()).isEqualTo(Form.DESCRIBED);
        var ended = Fixture.call(module, Host.SILENT, function, args);
        assertThat(DagJson.text(Fixture.value(ended))).isEqualTo(expected);
        assertThat(ended).isEqualTo(values().call(function, args));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "divide    | [1,0]              | divide by zero",
                "succ      | [\"\\ud7ff\"]      | invalid character",
                "abyss     | []                 | out of bounds memory",
            })
    void trapsAsTheModuleDoes(String function, String args, String kind) throws Exception {
        assertThat(values().trap(Host.SILENT, function, args)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "widen     | [256,0,0,0,0,0]",
                "widen     | [1,2]",
                "succ      | [\"ab\"]",
                "move      | [{\"x\":1,\"y\":2},[0,0]]",
                "grow      | [{\"cube\":1}]",
                "toggle    | [[\"execute\"]]",
                "next      | [\"black\"]",
                "sort      | [[1,\"two\"]]",
            })
    void refusesArgumentsThatDoNotFit(String function, String args) throws Exception {
        assertThat(Fixture.failure(values().call(function, args))).startsWith("BadArgument: ");
    }

    @Test
    void stopsWhenTheFuelIsUsedUp() throws Exception {
        var ended = values().call(Host.SILENT, Grant.of(1_000_003, 1 << 20), "spin", "[]");

        assertThat(ended).isInstanceOf(Ended.OutOfFuel.class);
        assertThat(ended.bill().fuel()).isEqualTo(1_000_003);
    }

    /// Fuel also pays for the memory that arguments and results need, and for what follows.
    @Test
    void stopsAtTheSameUnitWhereverThatIs() throws Exception {
        var whole = values().call("backwards", "[\"abc\"]");
        long fuel = whole.bill().fuel();

        for (long grant = 0; grant < fuel; grant++) {
            var ended =
                    values().call(Host.SILENT, Grant.of(grant, 1 << 20), "backwards", "[\"abc\"]");
            assertThat(ended).isInstanceOf(Ended.OutOfFuel.class);
            assertEquals(grant, ended.bill().fuel());
        }
        assertThat(values().call(Host.SILENT, Grant.of(fuel, 1 << 20), "backwards", "[\"abc\"]"))
                .isEqualTo(whole);
    }

    @Test
    void saysAfterEachCallThatTheResultWasRead() throws Exception {
        for (var compiled : values().both()) {
            var instance = Engine.start(compiled, Host.SILENT, Workbench.GRANT);
            for (int i = 0; i < 3; i++) {
                var ended = Engine.call(instance, "backwards", List.of(Ipld.of("ab")));
                assertThat(Fixture.value(ended)).isEqualTo(Ipld.of("ba"));
            }
            assertThat(Fixture.value(Engine.call(instance, "posts", List.of())))
                    .isEqualTo(Ipld.of(3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16", "compact-utf16"})
    void passesTextInEveryEncoding(String encoding) throws Exception {
        var core = BENCH.embedded(BENCH.wat("text"), "text", encoding);

        for (var module : List.of(core, BENCH.component(core, "none"))) {
            var twins = Twins.of(module);
            requireSameText(twins);
            assertThat(twins.first().imports()).containsExactly("homestar:host/helpers@0.1.1");
            assertThat(twins.trap(Host.SILENT, "fail", "[]")).isEqualTo("unreachable");
        }
    }

    private static void requireSameText(Twins twins) throws Exception {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(message));
        var texts =
                List.of("", "plain", "caf\u00e9", "\u03bb \ud83d\ude00", "\u00e9".repeat(9_999));

        for (var text : texts) {
            assertThat(twins.text(host, "say", DagJson.text(Ipld.list(Ipld.of(text)))))
                    .isEqualTo(DagJson.text(Ipld.of(text)));
        }
        assertThat(lines).hasSize(2 * texts.size()).containsOnly(texts.toArray(String[]::new));
    }

    private static Twins system() throws Exception {
        var core = BENCH.embedded(BENCH.assembly("system"), "system", "utf8");
        return Twins.of(BENCH.component(core, "reactor"));
    }

    /// Two of each, because two machines run it.
    @Test
    void adaptsModulesOfTheFirstPreview() throws Exception {
        var twins = system();
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(level + " " + message));

        assertThat(twins.text(host, "say", "[\"caf\u00e9\"]")).isEqualTo("5");
        assertThat(twins.text(host, "complain", "[\"no\"]")).isEqualTo("2");
        assertThat(lines)
                .containsExactly("stdout caf\u00e9", "stdout caf\u00e9", "stderr no", "stderr no");
        for (var nothing : List.of("hear", "environment", "arguments", "stay")) {
            assertThat(twins.text(host, nothing, "[]")).as(nothing).isEqualTo("0");
        }
        assertThat(twins.text(host, "file", "[]")).as("bad descriptor").isEqualTo("1008");
        assertThat(twins.trap(host, "leave", "[0]")).isEqualTo("exit");
        assertThat(twins.trap(host, "leave", "[3]")).isEqualTo("exit");
    }

    @ParameterizedTest
    @CsvSource({
        "now, 0, wasi:clocks/wall-clock now",
        "now, 1, wasi:clocks/monotonic-clock now",
        "resolution, 0, wasi:clocks/wall-clock resolution",
        "resolution, 1, wasi:clocks/monotonic-clock resolution",
        "chance, 0, wasi:random/random get-random-bytes",
    })
    void givesNeitherTimeNorChanceThatIsNotGranted(String function, int clock, String import_)
            throws Exception {
        assertThat(system().trap(Host.SILENT, function, "[" + clock + "]"))
                .isEqualTo("import not granted: " + import_);
    }

    @Test
    void givesTimeAndChanceThatAreGranted() throws Exception {
        var twins = system();
        var bytes = Bytes.of(1, 2, 3, 4, 5, 6, 7, 8);
        var host =
                new Host(
                        Host.SILENT.log(),
                        Optional.of(() -> 1_700_000_000_123_456_789L),
                        Optional.of(size -> bytes.slice(0, size)));

        assertThat(twins.text(host, "now", "[0]")).isEqualTo("1700000000123456789");
        assertThat(twins.text(host, "now", "[1]")).isEqualTo("1700000000123456789");
        assertThat(twins.text(host, "resolution", "[0]")).isEqualTo("1");
        assertThat(twins.text(host, "resolution", "[1]")).isEqualTo("1");
        assertThat(twins.text(host, "chance", "[]")).isEqualTo("578437695752307201");
    }

    @Test
    void runsACommand() throws Exception {
        var core = BENCH.embedded(BENCH.wat("command"), "command", "utf8");
        var twins = Twins.of(BENCH.component(core, "command"));
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(level + " " + message));

        assertThat(twins.text(host, "run", "[]")).isEqualTo("[1,null]");
        assertThat(lines).containsExactly("stdout hello, world", "stdout hello, world");
    }
}

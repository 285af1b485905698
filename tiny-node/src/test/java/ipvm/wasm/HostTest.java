package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a module gets from its host: a log, and nothing of the world unless it is granted.
class HostTest {

    private static final Value LINE = new Value.Text("line");

    private static Func.OfHost func(String from, String name, Wit... results) {
        var result = results.length == 0 ? Optional.<Wit>empty() : Optional.of(results[0]);
        return new Func.OfHost(new FuncType(List.of(), result), from, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example_test.wasm", "example_test_component.wasm"})
    void tellsTheTimeOnlyWhenItIsGranted(String file) throws Exception {
        var module = Fixture.compiled(file);
        var granted = Host.SILENT.withClock(() -> 1_700_000_000_123_456_789L);

        var told = Fixture.call(module, granted, "host_fmt_current_time", "[]");
        var denied = Fixture.call(module, Host.SILENT, "host_fmt_current_time", "[]");

        assertThat(Fixture.value(told)).isEqualTo(Ipld.of("1700000000:123.123456789"));
        assertThat(denied)
                .isInstanceOfSatisfying(
                        Ended.Trapped.class,
                        trapped ->
                                assertThat(trapped.kind())
                                        .isEqualTo(
                                                "import not granted: homestar:host/helpers"
                                                        + " get-current-time"));
    }

    @Test
    void writesWhatModulesSayToTheLog() {
        var lines = new ArrayList<String>();
        var host =
                Host.logging((level, context, message) ->
                        lines.add(level + "|" + context + "|" + message));
        var streams = Resource.ofHost();
        var stream = new Value.Reference(streams, 2);
        var levels = Wit.Enumeration.of(List.of("trace", "warn"));
        var type = new FuncType(List.of(new Wit.Field("level", levels)), Optional.empty());

        Stubs.call(
                host,
                new Func.OfHost(type, "wasi:logging/logging", "log"),
                List.of(new Value.Chosen(1, null), new Value.Text("ctx"), LINE));
        Stubs.call(host, func("homestar:host/helpers", "print"), List.of(LINE));
        Stubs.call(
                host,
                func("wasi:io/streams", "[method]output-stream.write"),
                List.of(stream, new Value.Raw(Bytes.utf8("bytes"))));

        assertThat(lines).containsExactly("warn|ctx|line", "print||line", "stderr||bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "wasi:cli/environment, get-environment",
        "wasi:cli/environment, get-arguments",
        "wasi:filesystem/preopens, get-directories",
    })
    void knowsNothingOfItsSurroundings(String from, String name) {
        assertThat(Stubs.call(Host.SILENT, func(from, name), List.of()))
                .contains(new Value.Many(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "wasi:cli/exit, exit, exit",
        "wasi:clocks/wall-clock, now, import not granted: wasi:clocks/wall-clock now",
        "wasi:clocks/monotonic-clock, now, import not granted: wasi:clocks/monotonic-clock now",
        "wasi:clocks/wall-clock, resolution, import not granted: wasi:clocks/wall-clock resolution",
        "wasi:io/poll, poll, too few arguments for wasi:io/poll poll",
        "wasi:random/random, get-random-u64, import not granted: wasi:random/random get-random-u64",
        "wasi:sockets/tcp, start-bind, import not granted: wasi:sockets/tcp start-bind",
        "wasi:filesystem/types, open-at, import not granted: wasi:filesystem/types open-at",
    })
    void trapsOnWhatIsNotGranted(String from, String name, String kind) {
        var fault =
                catchThrowableOfType(
                        Fault.class,
                        () -> Stubs.call(Host.SILENT, func(from, name, Scalar.U64), List.of()));

        assertThat(fault.kind()).isEqualTo(kind);
    }

    @Test
    void keepsNobodyWaiting() {
        var pollable = new Value.Reference(Resource.ofHost(), 0);
        var two = List.<Value>of(new Value.Many(List.of(pollable, pollable)));
        var none = List.<Value>of(new Value.Many(List.of()));
        var poll = func("wasi:io/poll", "poll");

        assertThat(Stubs.call(Host.SILENT, poll, two))
                .contains(new Value.Many(List.of(Value.bits(0), Value.bits(1))));
        assertThat(catchThrowableOfType(Fault.class, () -> Stubs.call(Host.SILENT, poll, none)))
                .hasMessage("poll of nothing");
        for (var name : List.of("ready", "block")) {
            var asked = func("wasi:io/poll", "[method]pollable." + name);
            assertThat(Stubs.call(Host.SILENT, asked, List.of(pollable)).isPresent())
                    .isEqualTo(name.equals("ready"));
        }
    }

    @Test
    void drawsWhatIsGranted() {
        var host = Host.SILENT.withChance(size -> Bytes.wrap(new byte[size])).withClock(() -> 5);

        assertThat(Stubs.call(host, func("wasi:random/random", "get-random-u64"), List.of()))
                .contains(Value.bits(0));
        assertThat(Stubs.call(host, func("wasi:clocks/monotonic-clock", "now"), List.of()))
                .contains(Value.bits(5));
        assertThat(Stubs.call(host, func("wasi:clocks/monotonic-clock", "resolution"), List.of()))
                .contains(Value.bits(1));
    }

    @Test
    void knowsOnlyTheSecondPreviewOfWasi() {
        assertThat(Stubs.knows("wasi:cli/stdout@0.2.0")).isTrue();
        assertThat(Stubs.knows("wasi:io/streams@0.2.6")).isTrue();
        assertThat(Stubs.knows("wasi:io/streams@0.3.0")).isFalse();
        assertThat(Stubs.knows("wasi:nn/graph@0.2.0")).isFalse();
        assertThat(Stubs.knows("wasi:logging/logging@0.1.0-draft")).isTrue();
        assertThat(Stubs.knows("homestar:host/helpers@0.1.1")).isTrue();
        assertThat(Stubs.knows("env")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "wasi:cli/exit, exit-with-code, exit",
        "wasi:random/random, get-random-bytes, 'random bytes 65537, at most 65536'",
        "wasi:random/insecure, get-insecure-random-bytes, 'random bytes 65537, at most 65536'",
        "wasi:cli/stdin, get-stdin, wasi:cli/stdin get-stdin gives no handle",
        "wasi:io/streams, [method]input-stream.subscribe,"
                + " wasi:io/streams [method]input-stream.subscribe gives no handle",
        "wasi:clocks/monotonic-clock, resolution,"
                + " import not granted: wasi:clocks/monotonic-clock resolution",
    })
    void trapsOnWhatIsTooMuchOrMeansNothing(String from, String name, String kind) {
        var size = List.<Value>of(Value.bits(65_537));
        var fault =
                catchThrowableOfType(
                        Fault.class,
                        () -> Stubs.call(Host.SILENT, func(from, name, Scalar.U64), size));

        assertThat(fault.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "wasi:cli/stdin, get-stdin, 0",
        "wasi:cli/stdout, get-stdout, 1",
        "wasi:cli/stderr, get-stderr, 2",
        "wasi:io/streams, [method]output-stream.subscribe, 0",
    })
    void handsOutTheStreamsByNumber(String from, String name, int number) {
        var stream = Resource.ofHost();
        var own = Wit.Handle.of(stream, true);

        assertThat(Stubs.call(Host.SILENT, func(from, name, own), List.of()))
                .contains(new Value.Reference(stream, number));
    }

    @Test
    void hasNothingToReadAndRoomToWrite() {
        var closed = new Value.Chosen(1, new Value.Chosen(1, null));
        for (var name : List.of("read", "blocking-read", "skip", "blocking-skip")) {
            assertThat(stream("[method]input-stream." + name)).contains(closed);
        }
        for (var name : List.of("flush", "blocking-flush")) {
            assertThat(stream("[method]output-stream." + name)).contains(Value.ok(null));
        }
        assertThat(stream("[method]output-stream.check-write"))
                .contains(Value.ok(Value.bits(65_536)));
        for (var name : List.of("stdin", "stdout", "stderr")) {
            var terminal = func("wasi:cli/terminal-" + name, "get-terminal-" + name);
            assertThat(Stubs.call(Host.SILENT, terminal, List.of())).contains(Value.NONE);
        }
        var folder = func("wasi:cli/environment", "initial-cwd");
        assertThat(Stubs.call(Host.SILENT, folder, List.of())).contains(Value.NONE);
        var code = func("wasi:filesystem/types", "filesystem-error-code");
        assertThat(Stubs.call(Host.SILENT, code, List.of())).contains(Value.NONE);
    }

    private static Optional<Value> stream(String name) {
        return Stubs.call(Host.SILENT, func("wasi:io/streams", name), List.of());
    }

    @Test
    void tellsTimeAndChanceInEveryForm() {
        var host =
                Host.SILENT
                        .withChance(size -> Bytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
                        .withClock(() -> 7_000_000_009L);
        var bits = Value.bits(0x0102_0304_0506_0708L);

        assertThat(Stubs.call(host, func("wasi:clocks/wall-clock", "now"), List.of()))
                .contains(new Value.Many(List.of(Value.bits(7), Value.bits(9))));
        assertThat(Stubs.call(host, func("wasi:clocks/wall-clock", "resolution"), List.of()))
                .contains(new Value.Many(List.of(Value.bits(0), Value.bits(1))));
        assertThat(Stubs.call(host, func("wasi:random/insecure-seed", "insecure-seed"), List.of()))
                .contains(new Value.Many(List.of(bits, bits)));
        var insecure = func("wasi:random/insecure", "get-insecure-random-u64");
        assertThat(Stubs.call(host, insecure, List.of())).contains(bits);
        for (var name : List.of("random get-random-bytes", "insecure get-insecure-random-bytes")) {
            var words = name.split(" ", 2);
            var asked = func("wasi:random/" + words[0], words[1]);
            assertThat(Stubs.call(host, asked, List.of(Value.bits(8))))
                    .contains(new Value.Raw(Bytes.of(1, 2, 3, 4, 5, 6, 7, 8)));
        }
    }

    /// What a component declares these functions to take is its own choice.
    @Test
    void logsWhateverItIsGiven() {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(message));
        var values =
                List.of(
                        Value.bits(-5),
                        new Value.Many(List.of()),
                        new Value.Chosen(3, null),
                        new Value.Reference(Resource.ofHost(), 4));
        for (var value : values) {
            Stubs.call(host, func("homestar:host/helpers", "print"), List.of(value));
        }
        var level = new FuncType(List.of(new Wit.Field("l", Scalar.U8)), Optional.empty());
        Stubs.call(
                Host.logging((name, context, message) -> lines.add(name + context + message)),
                new Func.OfHost(level, "wasi:logging/logging", "log"),
                List.of(Value.bits(2), LINE, LINE));

        assertThat(lines).containsExactly("-5", "", "3", "4", "2lineline");
    }
}

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
}

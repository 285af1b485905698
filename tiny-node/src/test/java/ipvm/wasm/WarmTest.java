package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.jit.Extern;
import ipvm.testkit.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An instance that is used again is as good as a new one, and costs its owner the same.
class WarmTest {

    private static final long MEMORY_BYTES = 64L << 20;
    private static final long PLENTY = 1_000_000;

    private static Ended cold(Compiled module, Grant grant, String export, List<Ipld> args) {
        return Engine.call(new Instance(module, Host.SILENT, grant), export, args);
    }

    private static Ended warm(Compiled module, Grant grant, String export, List<Ipld> args) {
        try (var instance = Engine.start(module, Host.SILENT, grant)) {
            return Engine.call(instance, export, args);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core_add.wasm|add_one|[41]|add_one|[1]",
                "example_add.wasm|add-one|[41]|add-two|[1]",
                "example_add_component.wasm|add-one|[41]|add-two|[1]",
                "example_add_cargo_component_wasi.wasm|add-one|[41]|add-two|[1]",
                "example_subtract.wasm|subtract|[5.5,2]|subtract|[1,1]",
                "example_test.wasm|join-strings|[\"a\",\"b\"]|transpose|[[[1,2],[3,4]]]",
                "example_test_component.wasm|join-strings|[\"a\",\"b\"]|transpose|[[[1,2],[3,4]]]",
                "example_test_component.wasm|hash|[\"a\"]|num-to-kv|[[5,null]]",
                "ids.wasm|id-list-string|[[\"a\",\"bc\"]]|id-list-u8|[[1,2,3]]",
                "component/counter-utf8.wasm|hello|[\"you\"]|hello|[\"\"]",
            })
    void answersAsANewOneWould(
            String file, String export, String args, String other, String otherArgs)
            throws Exception {
        var module = Fixture.compiled(file);
        var wanted = cold(module, Fixture.PLENTY, export, Fixture.args(args));
        var wantedOther = cold(module, Fixture.PLENTY, other, Fixture.args(otherArgs));
        for (int round = 0; round < 3; round++) {
            assertThat(warm(module, Fixture.PLENTY, other, Fixture.args(otherArgs)))
                    .isEqualTo(wantedOther);
            assertThat(module.idle().size()).isEqualTo(1);
            assertThat(warm(module, Fixture.PLENTY, export, Fixture.args(args))).isEqualTo(wanted);
        }
        assertThat(module.idle().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example_add.wasm",
                "example_test.wasm",
                "example_add_component.wasm",
                "example_add_cargo_component_wasi.wasm"
            })
    void hasTheMemoryOfANewOne(String file) throws Exception {
        var module = Fixture.compiled(file);
        var live = new Live(module.plan(), Host.SILENT, Fixture.PLENTY);
        live.start();
        byte[] wanted = memory(live);
        for (int i = 0; i < wanted.length; i += 997) {
            memoryOf(live).writeByte(i, (byte) ~wanted[i]);
        }

        assertThat(live.reset()).isTrue();

        assertThat(memory(live)).isEqualTo(wanted);
    }

    private static run.endive.runtime.Memory memoryOf(Live live) {
        return live.memory(new CoreItem.Exported(0, "memory", Extern.MEMORY, ""));
    }

    private static byte[] memory(Live live) {
        return memoryOf(live).readBytes(0, memoryOf(live).pages() << 16);
    }

    /// Every module of the fuel vectors whose functions take numbers, under every small grant and
    /// with plenty: inside start, inside the call, trapping and not.
    @Test
    void endsAsANewOneUnderEveryGrant() throws Exception {
        var faults = new ArrayList<String>();
        var used = new HashMap<String, Compiled>();
        var never = new HashMap<String, Compiled>();
        int calls = 0;
        int stride = Peer.count(3, 1);
        int at = 0;
        for (var node : Fixture.json("wasm/fuel/vectors.json").get("cases")) {
            if (at++ % stride != 0 || node.get("fuel").asLong() > PLENTY) {
                continue;
            }
            var module = used.computeIfAbsent(node.get("module").asText(), WarmTest::compiled);
            var unused = never.computeIfAbsent(node.get("module").asText(), WarmTest::compiled);
            var args = new ArrayList<Ipld>();
            node.get("args").forEach(arg -> args.add(Ipld.of(arg.get("value").asInt())));
            var export = node.get("export").asText();
            warm(module, Fixture.PLENTY, export, args);
            for (long fuel : grants(node.get("fuel").asLong())) {
                var grant = Grant.of(fuel, MEMORY_BYTES);
                var wanted = cold(unused, grant, export, args);
                var found = warm(module, grant, export, args);
                calls++;
                if (!found.equals(wanted)) {
                    faults.add(node + " within " + fuel + ": " + found + ", not " + wanted);
                }
            }
        }

        assertThat(faults).isEmpty();
        assertThat(calls).isGreaterThan(500 / stride);
    }

    private static Compiled compiled(String file) {
        try {
            return Fixture.compiled("wasm/fuel/" + file);
        } catch (Refused e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static List<Long> grants(long fuel) {
        var grants = new ArrayList<Long>(List.of(PLENTY, fuel, Math.max(0, fuel - 1)));
        for (long less = 0; less < Math.min(fuel, 4); less++) {
            grants.add(less);
        }
        return grants;
    }

    @Test
    void paysForAStartThatItDidNotRun() throws Exception {
        var module = Fixture.compiled("wasm/fuel/start.wasm");
        var export = module.exports().getFirst().name();
        var first = warm(module, Fixture.PLENTY, export, List.of());
        var second = warm(module, Fixture.PLENTY, export, List.of());

        assertThat(second).isEqualTo(first);
        assertThat(warm(module, Grant.of(2, MEMORY_BYTES), export, List.of()))
                .isInstanceOfSatisfying(
                        Ended.OutOfFuel.class, out -> assertThat(out.bill().fuel()).isEqualTo(2));
        assertThat(warm(module, Fixture.PLENTY, export, List.of())).isEqualTo(first);
    }

    @Test
    void startsAnewWhatTrapsAtItsStart() throws Exception {
        var module = Fixture.compiled("wasm/fuel/start_trap.wasm");
        for (int round = 0; round < 2; round++) {
            try (var instance = Engine.start(module, Host.SILENT, Fixture.PLENTY)) {
                assertThat(Engine.call(instance, "run", List.of()))
                        .isInstanceOfSatisfying(
                                Ended.Trapped.class,
                                end -> assertThat(end.bill().fuel()).isEqualTo(4));
            }
        }
        assertThat(module.idle().size()).isZero();
    }

    /// A core module that asks the clock at its start and tells later what it said.
    private static Bytes clocked() {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 0, 1, 0x7e), Bytes.of(0x60, 0, 0))),
                section(2, vec(concat(name("r"), name("now"), Bytes.of(0, 0)))),
                section(3, Bytes.of(2, 1, 0)),
                section(6, vec(Bytes.of(0x7e, 1, 0x42, 0, 0x0b))),
                section(7, vec(concat(name("go"), Bytes.of(0, 2)))),
                section(8, Bytes.of(1)),
                section(
                        10,
                        vec(
                                Bytes.of(6, 0, 0x10, 0, 0x24, 0, 0x0b),
                                Bytes.of(4, 0, 0x23, 0, 0x0b))));
    }

    private static Bytes clock() {
        var now = concat(Bytes.of(4, 0), name("now"), Bytes.of(1, 0));
        var type = Bytes.of(0x40, 0, 0, 0x77);
        var declared = concat(Bytes.of(0x42), vec(concat(Bytes.of(1), type), now));
        return component(
                section(7, vec(declared, type)),
                section(
                        10,
                        vec(
                                concat(
                                        Bytes.of(0),
                                        name("wasi:clocks/monotonic-clock@0.2.0"),
                                        Bytes.of(5, 0)))),
                section(6, vec(concat(Bytes.of(1, 0, 0), name("now")))),
                section(8, vec(Bytes.of(1, 0, 0, 0))),
                section(1, clocked()),
                section(
                        2,
                        vec(
                                concat(Bytes.of(1), vec(concat(name("now"), Bytes.of(0, 0)))),
                                concat(Bytes.of(0, 0), vec(concat(name("r"), Bytes.of(0x12, 0)))))),
                section(6, vec(concat(Bytes.of(0, 0, 1, 1), name("go")))),
                section(8, vec(Bytes.of(0, 0, 1, 0, 1))),
                Binary.exported("go", 1, 1));
    }

    @Test
    void runsAStartAnewThatAskedTheHost() throws Exception {
        var module = Engine.compile(clock(), Limits.DEFAULT);
        var time = new AtomicLong(100);
        var host = Host.SILENT.withClock(time::incrementAndGet);
        for (long wanted = 101; wanted < 104; wanted++) {
            try (var instance = Engine.start(module, host, Fixture.PLENTY)) {
                assertThat(Fixture.value(Engine.call(instance, "go", List.of())))
                        .isEqualTo(Ipld.of(wanted));
            }
        }
        assertThat(module.idle().size()).isZero();
    }

    /// Grows its memory at its start by a page, and says later whether it was given.
    private static Bytes growing() {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 0, 1, 0x7f), Bytes.of(0x60, 0, 0))),
                section(3, Bytes.of(2, 1, 0)),
                section(5, Bytes.of(1, 0, 1)),
                section(6, vec(Bytes.of(0x7f, 1, 0x41, 0, 0x0b))),
                section(7, vec(concat(name("go"), Bytes.of(0, 1)))),
                section(8, Bytes.of(0)),
                section(
                        10,
                        vec(
                                Bytes.of(8, 0, 0x41, 1, 0x40, 0, 0x24, 0, 0x0b),
                                Bytes.of(4, 0, 0x23, 0, 0x0b))));
    }

    @Test
    void doesNotRememberTheBoundsOfAnotherGrant() throws Exception {
        var module = Engine.compile(growing(), Limits.DEFAULT);
        var narrow = Grant.of(PLENTY, 1 << 16);
        var wide = Grant.of(PLENTY, 2 << 16);
        for (int round = 0; round < 2; round++) {
            assertThat(Fixture.value(warm(module, narrow, "go", List.of()))).isEqualTo(Ipld.of(-1));
            assertThat(Fixture.value(warm(module, wide, "go", List.of()))).isEqualTo(Ipld.of(1));
        }
        assertThat(warm(module, narrow, "go", List.of()).bill().isBounded()).isTrue();
        assertThat(module.idle().size()).isEqualTo(1);
    }

    @Test
    void isNotCalledAfterItWasClosed() throws Exception {
        var instance = Engine.start(Fixture.compiled("core_add.wasm"), Host.SILENT, Fixture.PLENTY);
        instance.close();
        instance.close();

        assertThatThrownBy(() -> Engine.call(instance, "add_one", List.of(Ipld.of(1))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        var module = Fixture.compiled("example_test_component.wasm");
        var args = Fixture.args("[\"a\",\"b\"]");
        var wanted = cold(module, Fixture.PLENTY, "join-strings", args);
        var tasks = new ArrayList<FutureTask<List<Ended>>>();
        for (int i = 0; i < 6; i++) {
            var task =
                    new FutureTask<>(() -> {
                        var found = new ArrayList<Ended>();
                        for (int round = 0; round < 20; round++) {
                            found.add(warm(module, Fixture.PLENTY, "join-strings", args));
                        }
                        return List.copyOf(found);
                    });
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }
        for (var task : tasks) {
            assertThat(task.get()).containsOnly(wanted);
        }
        assertThat(module.idle().size()).isBetween(1, 4);
    }
}

package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ends that a call can come to, and what each is billed.
class ContractTest {

    private static Ended call(Compiled module, Grant grant, String export, String args)
            throws Exception {
        return Engine.call(Engine.start(module, Host.SILENT, grant), export, Fixture.args(args));
    }

    @Test
    void endsTheSameOnBothMachines() throws Exception {
        var bytes = Fixture.bytes("example_test_component.wasm");
        for (var args : List.of("[\"a\",\"b\"]", "[\"\",\"caf\u00e9\"]")) {
            var ends = new ArrayList<Ended>();
            for (var machine : Machine.values()) {
                var module = Engine.compile(bytes, Limits.DEFAULT, machine);
                ends.add(call(module, Fixture.PLENTY, "join-strings", args));
            }
            assertThat(ends).hasSize(2).containsOnly(ends.getFirst());
            assertThat(ends.getFirst()).isInstanceOf(Ended.Ok.class);
        }
    }

    /// The byte after the version that follows the section's name.
    private static Bytes encodedAs(int encoding) {
        var bytes = Fixture.bytes("example_test.wasm").toArray();
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var name = "wit-component-encoding";
        bytes[text.indexOf(name) + name.length() + 1] = (byte) encoding;
        return Bytes.wrap(bytes);
    }

    /// Sixteen bits a letter make no word for a module that counts on eight.
    @Test
    void believesWhatAModuleSaysOfItsStrings() throws Exception {
        var spelled = new ArrayList<Ended>();
        for (int encoding = 0; encoding < 3; encoding++) {
            var module = Engine.compile(encodedAs(encoding), Limits.DEFAULT);
            spelled.add(call(module, Fixture.PLENTY, "join-strings", "[\"a\",\"b\"]"));
        }

        assertThat(Fixture.value(spelled.get(0))).isEqualTo(Ipld.of("ab"));
        assertThat(spelled.get(1)).isNotEqualTo(spelled.get(0));
        assertThat(Fixture.value(spelled.get(2))).isEqualTo(Ipld.of("ab"));
        var refused =
                catchThrowableOfType(
                        Refused.class, () -> Engine.compile(encodedAs(3), Limits.DEFAULT));
        assertThat(refused).hasMessageContaining("encoding of strings 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"join-strings|[\"a\",\"b\"]", "num-to-kv|[[5,null]]", "hash|[\"a\"]"})
    void stopsExactlyWhenTheFuelIsUsedUp(String export, String args) throws Exception {
        var module = Fixture.compiled("example_test_component.wasm");
        long fuel = call(module, Fixture.PLENTY, export, args).bill().fuel();

        var enough = call(module, Grant.of(fuel, 64L << 20), export, args);
        var tooLittle = call(module, Grant.of(fuel - 1, 64L << 20), export, args);

        assertThat(enough).isInstanceOf(Ended.Ok.class);
        assertThat(enough.bill().fuel()).isEqualTo(fuel);
        assertThat(tooLittle).isInstanceOf(Ended.OutOfFuel.class);
        assertThat(tooLittle.bill().fuel()).isEqualTo(fuel - 1);
    }

    @Test
    void costsTheSameInBothForms() throws Exception {
        var bare = Fixture.call("example_add.wasm", "add-one", "[1]");
        var wrapped = Fixture.call("example_add_component.wasm", "add-one", "[1]");

        assertThat(wrapped).isEqualTo(bare);
    }

    @Test
    void doesNotBeginWithoutItsMemory() throws Exception {
        var module = Fixture.compiled("example_add.wasm");
        var instance = Engine.start(module, Host.SILENT, Grant.of(1_000, 1 << 16));

        var ended = Engine.call(instance, "add-one", Fixture.args("[1]"));

        assertThat(ended).isInstanceOf(Ended.OutOfMemory.class);
        assertThat(ended.bill().isBounded()).isTrue();
        assertThat(Engine.call(instance, "nonsense", List.of())).isEqualTo(ended);
    }

    @Test
    void stopsWhenTheWatchSaysSo() throws Exception {
        var grant = new Grant(1_000, 64L << 20, () -> true);

        assertThat(call(Fixture.compiled("core_add.wasm"), grant, "add_one", "[1]"))
                .isInstanceOf(Ended.TimedOut.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id-u9|[1]|NoSuchFunction: no function id-u9; did you mean id-u8, id-u16, id-u32?",
                "id-u8|[256]|BadArgument: a: expected u8, found 256",
                "id-u8|[]|BadArgument: 0 of 1 arguments given: func(a: u8) -> u8",
                "id-list-u16|[[1,-2]]|BadArgument: a[1]: expected u16, found -2",
                "id-list-string|[5]|BadArgument: a: expected list<string>, found 5",
                "id-enum|[\"pink\"]|BadArgument: a: expected enum {red, green, blue}, found \"pink\"",
                "id-result-u32|[[5,6]]|BadArgument: a: expected result<u32>, found [5,6]",
                "id-record|[{\"name\":\"n\"}]|BadArgument: a.val: expected option<u32>, found nothing",
            })
    void saysWhichArgumentDoesNotFit(String export, String args, String said) throws Exception {
        assertThat(Fixture.failure(Fixture.call("ids.wasm", export, args))).startsWith(said);
    }

    @Test
    void offersWhatThereIsWhenNothingIsNear() throws Exception {
        assertThat(Fixture.failure(Fixture.call("core_add.wasm", "multiply", "[]")))
                .isEqualTo("NoSuchFunction: no function multiply; there is add-one, add_one");
    }

    @Test
    void namesAnImportThatNobodyGrants() {
        var module =
                Binary.concat(
                        Binary.CORE_PREAMBLE,
                        Binary.section(1, Bytes.of(1, 0x60, 0, 0)),
                        Binary.section(
                                2,
                                Binary.vec(
                                        Binary.concat(
                                                Binary.name("env"),
                                                Binary.name("dial"),
                                                Bytes.of(0, 0)))));
        var refused =
                catchThrowableOfType(Refused.class, () -> Engine.compile(module, Limits.DEFAULT));

        assertThat(refused.kind()).isEqualTo(Refused.Kind.UNSUPPORTED);
        assertThat(refused.getMessage()).contains("import env dial");
    }

    @Test
    void findsANameInAnyUsualSpelling() throws Exception {
        var module = Fixture.compiled("ids.wasm");
        for (var asked :
                List.of("id-list-u8", "idListU8", "IdListU8", "id_list_u8", "ID_LIST_U8")) {
            assertThat(Fixture.value(Fixture.call(module, Host.SILENT, asked, "[[1]]")))
                    .as(asked)
                    .isEqualTo(Ipld.of(Bytes.of(1)));
        }
    }

    @Test
    void runsOneModuleInManyThreads() throws Exception {
        var module = Fixture.compiled("example_add_component.wasm");
        var tasks = new ArrayList<FutureTask<Ended>>();
        for (int i = 0; i < 8; i++) {
            var task = new FutureTask<>(() -> Fixture.call(module, Host.SILENT, "add-one", "[1]"));
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }
        for (var task : tasks) {
            assertThat(Fixture.value(task.get())).isEqualTo(Ipld.of(2));
        }
    }

    @Test
    void tellsWhatAModuleIs() throws Exception {
        var module = Fixture.compiled("example_test_component.wasm");

        assertThat(module.form()).hasToString("component");
        assertThat(module.imports())
                .containsExactly("wasi:logging/logging", "homestar:host/helpers@0.0.1", "num-keys");
        assertThat(module.functions())
                .contains(
                        "num-to-kv: func(num: result<u32, string>)"
                                + " -> record {name: string, val: option<u32>}");
        assertThat(Fixture.compiled("core_add.wasm").functions())
                .containsExactly("add-one: func(#1: i32) -> i32", "add_one: func(#1: i32) -> i32");
        assertThat(Fixture.compiled("core_add.wasm").form()).hasToString("core module");
    }

    @Test
    void tellsBeforeACallWhetherItCanBegin() throws Exception {
        var module = Fixture.compiled("ids.wasm");

        var found = module.find("idListU8").orElseThrow();
        assertThat(found.name()).isEqualTo("id-list-u8");
        assertThat(found.params())
                .singleElement()
                .satisfies(param -> {
                    assertThat(param.isBytes()).isTrue();
                    assertThat(param.isText()).isFalse();
                    assertThat(param).hasToString("a: list<u8>");
                });
        assertThat(module.find("nothing-like-it")).isEmpty();
        assertThat(module.unfit("id-u8", Fixture.args("[255]"))).isEmpty();
        assertThat(module.unfit("id-u8", Fixture.args("[256]")))
                .hasValueSatisfying(failed -> {
                    assertThat(failed.name()).isEqualTo("BadArgument");
                    assertThat(failed.bill()).isEqualTo(new Bill(0, 0, false));
                });
        assertThat(module.unfit("nothing-like-it", List.of()))
                .hasValueSatisfying(
                        failed -> assertThat(failed.name()).isEqualTo("NoSuchFunction"));
    }

    private static Bytes memories(int... limits) {
        return Binary.concat(Binary.CORE_PREAMBLE, Binary.section(5, Bytes.of(limits)));
    }

    @Test
    void addsUpTheMemoriesOfAComponent() throws Exception {
        var bounded = memories(1, 1, 2, 5);
        var free = memories(1, 0, 3);
        var twice = Binary.section(2, Binary.vec(Bytes.of(0, 0, 0), Bytes.of(0, 1, 0)));

        assertThat(memory(bounded)).contains(new Pages(2, OptionalLong.of(5)));
        assertThat(memory(free)).contains(new Pages(3, OptionalLong.empty()));
        assertThat(memory(together(bounded, bounded, twice)))
                .contains(new Pages(4, OptionalLong.of(10)));
        assertThat(memory(together(bounded, free, twice)))
                .contains(new Pages(5, OptionalLong.empty()));
        assertThat(memory(Binary.component())).isEmpty();
    }

    private static Bytes together(Bytes one, Bytes other, Bytes instances) {
        return Binary.component(Binary.section(1, one), Binary.section(1, other), instances);
    }

    private static Optional<Pages> memory(Bytes module) throws Refused {
        return Engine.compile(module, Limits.DEFAULT).memory();
    }

    /// An interrupt is for who waits: the call ends by itself, and who waits is told afterwards.
    @Test
    void endsACallWhoseCallerIsInterrupted() throws Exception {
        var module = Fixture.compiled("core_add.wasm");
        var args = Fixture.args("[41]");
        Thread.currentThread().interrupt();

        var ended = Engine.call(Engine.start(module, Host.SILENT, Fixture.PLENTY), "add_one", args);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Fixture.value(ended)).isEqualTo(Ipld.of(42));
    }

    @Test
    void passesOnAFaultOfItsOwn() {
        var fault =
                catchThrowableOfType(
                        IllegalStateException.class,
                        () ->
                                DeepStack.run(() -> {
                                    throw new IllegalStateException("mine");
                                }));

        assertThat(fault).hasMessage("a fault of the engine").cause().hasMessage("mine");
        assertThat(DeepStack.<String>run(() -> DeepStack.run(() -> "still works")))
                .isEqualTo("still works");
    }
}

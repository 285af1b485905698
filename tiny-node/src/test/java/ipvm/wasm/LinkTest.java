package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.testkit.Mutations;
import ipvm.testkit.Seeds;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Components around components, resources, and bytes that are no component.
class LinkTest {

    private static final int U32 = 0x79;
    private static final Bytes SAME = Binary.func(U32, U32);

    private static String refusal(Bytes bytes) {
        var refused =
                catchThrowableOfType(Refused.class, () -> Engine.compile(bytes, Limits.DEFAULT));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.getMessage();
    }

    /// Takes a function `f` and gives it back as `g`.
    private static Bytes passing() {
        return component(
                section(7, vec(SAME)),
                section(10, vec(concat(Bytes.of(0), name("f"), Bytes.of(1, 0)))),
                Binary.exported("g", 1, 0));
    }

    @Test
    void callsThroughTheComponentsInside() throws Exception {
        var inner = vec(concat(Bytes.of(0, 0), vec(concat(name("f"), Bytes.of(1, 0)))));
        var outer =
                component(
                        Binary.mirrored("i32"),
                        Binary.lifted(0, List.of(SAME)),
                        section(4, passing()),
                        section(5, inner),
                        section(6, vec(concat(Bytes.of(1, 0, 0), name("g")))),
                        Binary.exported("again", 1, 1),
                        Binary.exported("some:where/there", 5, 0));
        var module = Engine.compile(outer, Limits.DEFAULT);

        assertThat(module.functions())
                .containsExactly(
                        "again: func(a: u32) -> u32", "some:where/there#g: func(a: u32) -> u32");
        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "again", "[7]")))
                .isEqualTo(Ipld.of(7));
        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "g", "[8]")))
                .isEqualTo(Ipld.of(8));
    }

    /// `go` makes a handle, asks what it stands for, and drops it.
    private static Bytes handling(int... code) {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 1, 0x7f, 1, 0x7f), Bytes.of(0x60, 1, 0x7f, 0))),
                section(
                        2,
                        vec(
                                concat(name("r"), name("new"), Bytes.of(0, 0)),
                                concat(name("r"), name("rep"), Bytes.of(0, 0)),
                                concat(name("r"), name("drop"), Bytes.of(0, 1)))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name("go"), Bytes.of(0, 3)))),
                section(10, vec(concat(Bytes.of(code.length), Bytes.of(code)))));
    }

    private static Bytes resources(Bytes core) {
        var bundle =
                vec(
                        concat(name("new"), Bytes.of(0, 0)),
                        concat(name("rep"), Bytes.of(0, 1)),
                        concat(name("drop"), Bytes.of(0, 2)));
        return component(
                section(7, vec(Bytes.of(0x3f, 0x7f, 0), SAME)),
                section(8, vec(Bytes.of(2, 0), Bytes.of(4, 0), Bytes.of(3, 0))),
                section(1, core),
                section(
                        2,
                        vec(
                                concat(Bytes.of(1), bundle),
                                concat(Bytes.of(0, 0), vec(concat(name("r"), Bytes.of(0x12, 0)))))),
                section(6, vec(concat(Bytes.of(0, 0, 1, 1), name("go")))),
                section(8, vec(Bytes.of(0, 0, 3, 0, 1))),
                Binary.exported("go", 1, 0));
    }

    @Test
    void keepsWhatAHandleStandsFor() throws Exception {
        int[] code = {1, 1, 0x7f, 0x20, 0, 0x10, 0, 0x22, 1, 0x10, 1, 0x20, 1, 0x10, 2, 0x0b};
        var module = Engine.compile(resources(handling(code)), Limits.DEFAULT);

        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "go", "[77]")))
                .isEqualTo(Ipld.of(77));
    }

    @Test
    void trapsOnAHandleThatWasDropped() throws Exception {
        int[] code = {1, 1, 0x7f, 0x20, 0, 0x10, 0, 0x22, 1, 0x10, 2, 0x20, 1, 0x10, 1, 0x0b};
        var module = Engine.compile(resources(handling(code)), Limits.DEFAULT);

        assertThat(Fixture.call(module, Host.SILENT, "go", "[77]"))
                .isInstanceOfSatisfying(
                        Ended.Trapped.class,
                        trapped -> assertThat(trapped.kind()).isEqualTo("unknown handle index 1"));
    }

    private static final Bytes ONE_I32 = section(1, vec(Bytes.of(0x60, 1, 0x7f, 1, 0x7f)));

    /// Has a memory of one page, and grows it for others.
    private static Bytes growing() {
        return concat(
                Binary.CORE_PREAMBLE,
                ONE_I32,
                section(3, Bytes.of(1, 0)),
                section(5, Bytes.of(1, 0, 1)),
                section(
                        7,
                        vec(
                                concat(name("m"), Bytes.of(2, 0)),
                                concat(name("grow"), Bytes.of(0, 0)))),
                section(10, vec(Bytes.of(6, 0, 0x20, 0, 0x40, 0, 0x0b))));
    }

    /// Lets it grow, then stores a seven in the second page and loads it.
    private static Bytes usingThePageGrown() {
        int[] code = {
            0, 0x20, 0, 0x10, 0, 0x1a, 0x41, 0xf0, 0xa2, 4, 0x41, 7, 0x36, 2, 0, 0x41, 0xf0, 0xa2,
            4, 0x28, 2, 0, 0x0b
        };
        return concat(
                Binary.CORE_PREAMBLE,
                ONE_I32,
                section(
                        2,
                        vec(
                                concat(name("o"), name("m"), Bytes.of(2, 0, 1)),
                                concat(name("o"), name("grow"), Bytes.of(0, 0)))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name("f"), Bytes.of(0, 1)))),
                section(10, vec(concat(Bytes.of(code.length), Bytes.of(code)))));
    }

    @Test
    void seesAMemoryThatAnotherModuleGrew() throws Exception {
        var given = vec(concat(name("o"), Bytes.of(0x12, 0)));
        var instances = vec(concat(Bytes.of(0, 0), vec()), concat(Bytes.of(0, 1), given));
        var module =
                component(
                        section(1, growing()),
                        section(1, usingThePageGrown()),
                        section(2, instances),
                        section(6, vec(concat(Bytes.of(0, 0, 1, 1), name("f")))),
                        section(7, vec(SAME)),
                        section(8, vec(Bytes.of(0, 0, 0, 0, 0))),
                        Binary.exported("f", 1, 0));
        var compiled = Engine.compile(module, Limits.DEFAULT);

        assertThat(Fixture.value(Fixture.call(compiled, Host.SILENT, "f", "[1]")))
                .isEqualTo(Ipld.of(7));
        assertThat(Fixture.call(compiled, Host.SILENT, "f", "[0]"))
                .isInstanceOf(Ended.Trapped.class);
    }

    private static final Bytes GIVES_I32 = section(1, vec(Bytes.of(0x60, 0, 1, 0x7f)));

    /// Exports a global of 9 and a table whose only entry gives 8.
    private static Bytes sharing() {
        return concat(
                Binary.CORE_PREAMBLE,
                GIVES_I32,
                section(3, Bytes.of(1, 0)),
                section(4, Bytes.of(1, 0x70, 0, 1)),
                section(6, vec(Bytes.of(0x7f, 0, 0x41, 9, 0x0b))),
                section(
                        7,
                        vec(concat(name("g"), Bytes.of(3, 0)), concat(name("t"), Bytes.of(1, 0)))),
                section(9, vec(concat(Bytes.of(0, 0x41, 0, 0x0b), vec(Bytes.of(0))))),
                section(10, vec(Bytes.of(4, 0, 0x41, 8, 0x0b))));
    }

    /// Ten times the global, and what the entry of the table gives.
    private static Bytes using() {
        int[] code = {0, 0x23, 0, 0x41, 10, 0x6c, 0x41, 0, 0x11, 0, 0, 0x6a, 0x0b};
        return concat(
                Binary.CORE_PREAMBLE,
                GIVES_I32,
                section(
                        2,
                        vec(
                                concat(name("o"), name("g"), Bytes.of(3, 0x7f, 0)),
                                concat(name("o"), name("t"), Bytes.of(1, 0x70, 0, 1)))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name("f"), Bytes.of(0, 0)))),
                section(10, vec(concat(Bytes.of(code.length), Bytes.of(code)))));
    }

    @Test
    void seesTheTableAndTheGlobalOfAnotherModule() throws Exception {
        var given = vec(concat(name("o"), Bytes.of(0x12, 0)));
        var component =
                component(
                        section(1, sharing()),
                        section(1, using()),
                        section(
                                2,
                                vec(concat(Bytes.of(0, 0), vec()), concat(Bytes.of(0, 1), given))),
                        section(6, vec(concat(Bytes.of(0, 0, 1, 1), name("f")))),
                        section(7, vec(Binary.func(U32))),
                        section(8, vec(Bytes.of(0, 0, 0, 0, 0))),
                        Binary.exported("f", 1, 0));
        var compiled = Engine.compile(component, Limits.DEFAULT);

        assertThat(Fixture.value(Fixture.call(compiled, Host.SILENT, "f", "[]")))
                .isEqualTo(Ipld.of(98));
    }

    @Test
    void namesWhatItCannotLink() {
        var imported =
                component(
                        section(7, vec(SAME)),
                        section(10, vec(concat(Bytes.of(0), name("dial"), Bytes.of(1, 0)))));
        assertThat(refusal(imported)).startsWith("unsupported: import dial is not supported");
        assertThat(refusal(component(section(9, Bytes.of(0, 0, 0)))))
                .isEqualTo("unsupported: start of a component is not supported at byte 8");
        assertThat(refusal(component(Binary.exported("f", 1, 0))))
                .startsWith("invalid: unknown function 0");
        assertThat(refusal(component(Binary.mirrored("nothing"))))
                .startsWith("invalid: core instance without function nothing");
        assertThat(refusal(Binary.function("i64", 0, SAME)))
                .startsWith("invalid: function behind func(a: u32) -> u32 of type [I64] -> [I64]");
        assertThat(refusal(Binary.function("i32", 0, Bytes.of(0x67, U32, 1))))
                .startsWith("unsupported: list of fixed length");
    }

    @Test
    void refusesBytesThatAreCutOffOrTooMany() {
        assertThat(refusal(Bytes.EMPTY)).startsWith("malformed: ");
        assertThat(refusal(Bytes.of(0, 1, 2, 3))).startsWith("malformed: ");
        assertThat(refusal(concat(Binary.PREAMBLE, Bytes.of(7)))).startsWith("malformed: ");
        assertThat(refusal(component(section(7, Bytes.of(0xff, 0xff, 0xff, 0xff, 0xf)))))
                .startsWith("malformed: types 4294967295 with 0 left");
        assertThat(refusal(component(section(7, concat(vec(SAME), Bytes.of(0))))))
                .startsWith("malformed: types has 1 bytes too many");
        assertThat(refusal(component(section(13, Bytes.EMPTY))))
                .startsWith("malformed: section id");
    }

    @Test
    void holdsEachLimitToItsLastUnit() throws Exception {
        var bytes = Fixture.bytes("ids.wasm");
        Engine.compile(bytes, Limits.DEFAULT.withModuleBytesMax(bytes.size()));
        assertThat(
                        catchThrowableOfType(
                                        Refused.class,
                                        () ->
                                                Engine.compile(
                                                        bytes,
                                                        Limits.DEFAULT.withModuleBytesMax(
                                                                bytes.size() - 1)))
                                .kind())
                .isEqualTo(Refused.Kind.TOO_LARGE);
        Engine.compile(instances(64), Limits.DEFAULT);
        assertThat(refusal(instances(65))).startsWith("too-large: instances 65, at most 64");
        Engine.compile(nested(4), Limits.DEFAULT);
        assertThat(refusal(nested(5))).startsWith("too-large: components inside one another 5");
        Engine.compile(doubled(13), Limits.DEFAULT);
        assertThat(refusal(doubled(64))).startsWith("too-large: parts of a type");
        assertThat(refusal(lists(101))).startsWith("too-large: nesting of a type 101");
    }

    private static Bytes instances(int count) {
        var one = concat(Bytes.of(0, 0), vec());
        return component(
                section(1, Binary.CORE_PREAMBLE), section(2, vec(Collections.nCopies(count, one))));
    }

    private static Bytes nested(int levels) {
        var inner = component();
        for (int i = 0; i < levels; i++) {
            var once = section(5, vec(concat(Bytes.of(0, 0), vec())));
            inner = component(section(4, inner), once);
        }
        return inner;
    }

    private static Bytes doubled(int count) {
        return component(section(7, vec(Hostile.doubled(count))));
    }

    private static Bytes lists(int count) {
        var types = new Bytes[count];
        Arrays.setAll(
                types, i -> i == 0 ? Bytes.of(U32) : concat(Bytes.of(0x70), Binary.type(i - 1)));
        return component(section(7, vec(types)));
    }

    /// Whatever stands in the bytes: they are refused, or what they say can be called and ends.
    @Test
    void refusesOrRunsMutatedComponents() throws Exception {
        int[] code = {1, 1, 0x7f, 0x20, 0, 0x10, 0, 0x22, 1, 0x10, 1, 0x20, 1, 0x10, 2, 0x0b};
        var corpus =
                List.of(
                        Fixture.bytes("ids.wasm"),
                        Fixture.bytes("example_add_component.wasm").from(0),
                        Fixture.bytes("example_subtract.wasm"),
                        resources(handling(code)),
                        passing(),
                        Binary.function("pair", 1, Binary.func(0x73, 0x73)));
        var taken = new int[1];
        int rounds = Integer.getInteger("ipvm.wasm.mutants", 3_000);
        Seeds.forEach(
                rounds,
                random -> {
                    try {
                        var bytes = new Mutations(corpus, random).next();
                        run(Engine.compile(bytes, Limits.DEFAULT));
                        taken[0]++;
                    } catch (Refused refused) {
                        assertThat(refused.getMessage()).startsWith(refused.kind().toString());
                    }
                });
        System.out.println("mutated components: " + rounds + ", taken " + taken[0]);
    }

    private static void run(Compiled module) throws Exception {
        for (var line : module.functions()) {
            var export = line.substring(0, line.indexOf(": func("));
            var instance = Engine.start(module, Host.SILENT, Grant.of(100_000, 1 << 20));
            assertThat(Engine.call(instance, export, Fixture.args("[1,2,3,4]"))).isNotNull();
        }
    }
}

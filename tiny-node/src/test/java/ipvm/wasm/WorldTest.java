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
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Core modules by themselves: those that carry their world in a section, and those of numbers.
class WorldTest {

    private static final int U32 = 0x79;
    private static final int STRING = 0x73;

    private static Bytes named(int form, String name, int sort, int index) {
        return concat(Bytes.of(form, 0), name(name), Bytes.of(sort, index));
    }

    private static Bytes type(Bytes definition) {
        return concat(Bytes.of(1), definition);
    }

    private static Bytes instanceOf(Bytes... declarations) {
        return type(concat(Bytes.of(0x42), vec(declarations)));
    }

    /// A custom section that says what the module imports and exports.
    private static Bytes world(Bytes... declarations) {
        var inner = type(concat(Bytes.of(0x41), vec(declarations)));
        var outer = concat(Bytes.of(0x41), vec(inner, named(4, "my:own/world", 4, 0)));
        var bytes = component(section(7, vec(outer)), Binary.exported("world", 3, 0));
        return section(0, concat(name("component-type:world"), bytes));
    }

    /// One function that gives back its only number, exported by a name.
    private static Bytes same(String export) {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 1, 0x7f, 1, 0x7f))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name(export), Bytes.of(0, 0)))),
                section(10, vec(Bytes.of(4, 0, 0x20, 0, 0x0b))));
    }

    private static final Bytes FUNC = Binary.func(U32, U32);

    @Test
    void callsWhatTheWorldExports() throws Exception {
        var plain = concat(same("f"), world(type(FUNC), named(4, "f", 1, 0)));
        var inside =
                concat(
                        same("a:b/c#f"),
                        world(
                                instanceOf(type(FUNC), named(4, "f", 1, 0)),
                                named(4, "a:b/c", 5, 0)));

        var module = Engine.compile(plain, Limits.DEFAULT);
        assertThat(module.form()).isEqualTo(Form.DESCRIBED);
        assertThat(module.functions()).containsExactly("f: func(a: u32) -> u32");
        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "f", "[7]")))
                .isEqualTo(Ipld.of(7));
        var interfaced = Engine.compile(inside, Limits.DEFAULT);
        assertThat(interfaced.functions()).containsExactly("a:b/c#f: func(a: u32) -> u32");
        assertThat(Fixture.value(Fixture.call(interfaced, Host.SILENT, "f", "[8]")))
                .isEqualTo(Ipld.of(8));
    }

    @Test
    void refusesAModuleThatIsNotAsItsWorldSays() {
        assertThat(refusal(concat(same("g"), world(type(FUNC), named(4, "f", 1, 0)))))
                .startsWith("invalid: core module without the export f of its world");
        var wide = Binary.func(0x77, 0x77);
        assertThat(refusal(concat(same("f"), world(type(wide), named(4, "f", 1, 0)))))
                .startsWith(
                        "invalid: function behind func(a: u64) -> u64"
                                + " of type [I32] -> [I32], not [I64] -> [I64]");
    }

    private static String refusal(Bytes module) {
        var refused =
                catchThrowableOfType(Refused.class, () -> Engine.compile(module, Limits.DEFAULT));
        assertThat(refused).isNotNull();
        return refused.getMessage();
    }

    private static final Bytes PRINT =
            concat(Bytes.of(0x40), vec(concat(name("m"), Bytes.of(STRING))), Bytes.of(1, 0));

    /// Says `hi` at its start, with a function of the host under a name.
    private static Bytes greeting(String function) {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 2, 0x7f, 0x7f, 0), Bytes.of(0x60, 0, 0))),
                section(
                        2,
                        vec(concat(name("homestar:host/helpers"), name(function), Bytes.of(0, 0)))),
                section(3, Bytes.of(1, 1)),
                section(5, Bytes.of(1, 0, 1)),
                section(
                        7,
                        vec(
                                concat(name("memory"), Bytes.of(2, 0)),
                                concat(name("run"), Bytes.of(0, 1)))),
                section(8, Bytes.of(1)),
                section(10, vec(Bytes.of(8, 0, 0x41, 8, 0x41, 2, 0x10, 0, 0x0b))),
                section(11, vec(concat(Bytes.of(0, 0x41, 8, 0x0b), name("hi")))),
                world(
                        instanceOf(type(PRINT), named(4, "print", 1, 0)),
                        named(3, "homestar:host/helpers", 5, 0),
                        type(Bytes.of(0x40, 0, 1, 0)),
                        named(4, "run", 1, 1)));
    }

    @Test
    void readsTheMemoryOfAModuleThatIsStillStarting() throws Exception {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(message));
        var module = Engine.compile(greeting("print"), Limits.DEFAULT);

        assertThat(Fixture.value(Fixture.call(module, host, "run", "[]"))).isEqualTo(Ipld.ofNull());
        assertThat(lines).containsExactly("hi", "hi");
        assertThat(module.imports()).containsExactly("homestar:host/helpers");
    }

    @Test
    void namesTheFunctionThatAnInterfaceLacks() {
        assertThat(refusal(greeting("shout")))
                .startsWith("unsupported: import homestar:host/helpers shout");
    }

    private static final String STREAMS = "wasi:io/streams@0.2.0";

    /// Drops a handle that it never got.
    private static Bytes dropping(String resource) {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 1, 0x7f, 0), Bytes.of(0x60, 0, 0))),
                section(
                        2,
                        vec(
                                concat(
                                        name(STREAMS),
                                        name("[resource-drop]" + resource),
                                        Bytes.of(0, 0)))),
                section(3, Bytes.of(1, 1)),
                section(7, vec(concat(name("run"), Bytes.of(0, 1)))),
                section(10, vec(Bytes.of(6, 0, 0x41, 5, 0x10, 0, 0x0b))),
                world(
                        instanceOf(named(4, "output-stream", 3, 1)),
                        named(3, STREAMS, 5, 0),
                        type(Bytes.of(0x40, 0, 1, 0)),
                        named(4, "run", 1, 1)));
    }

    @Test
    void trapsOnAHandleOfTheHostThatIsNone() throws Exception {
        var module = Engine.compile(dropping("output-stream"), Limits.DEFAULT);

        assertThat(Fixture.call(module, Host.SILENT, "run", "[]"))
                .isInstanceOfSatisfying(
                        Ended.Trapped.class,
                        end -> assertThat(end.kind()).isEqualTo("unknown handle index 5"));
        assertThat(refusal(dropping("input-stream")))
                .startsWith(
                        "unsupported: import wasi:io/streams@0.2.0 [resource-drop]input-stream");
    }

    /// A module of one function of a type, which gives back all it gets.
    private static Bytes numbers(int... types) {
        var code = new ArrayList<Bytes>();
        for (int i = 0; i < types.length; i++) {
            code.add(Bytes.of(0x20, i));
        }
        var body = concat(Bytes.of(0), concat(code.toArray(Bytes[]::new)), Bytes.of(0x0b));
        return concat(
                Binary.CORE_PREAMBLE,
                section(
                        1,
                        vec(
                                concat(
                                        Bytes.of(0x60, types.length),
                                        Bytes.of(types),
                                        Bytes.of(types.length),
                                        Bytes.of(types)))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name("f"), Bytes.of(0, 0)))),
                section(10, vec(concat(Bytes.of(body.size()), body))));
    }

    @Test
    void givesSeveralResultsAsOneList() throws Exception {
        var module = Engine.compile(numbers(0x7f, 0x7e, 0x7d, 0x7c), Limits.DEFAULT);

        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "f", "[-1,-2,1.5,2.5]")))
                .isEqualTo(Fixture.ipld("[-1,-2,1.5,2.5]"));
        var none = Engine.compile(numbers(), Limits.DEFAULT);
        assertThat(Fixture.value(Fixture.call(none, Host.SILENT, "f", "[]")))
                .isEqualTo(Ipld.ofNull());
    }

    @Test
    void leavesOutFunctionsOfReferences() throws Exception {
        assertThat(Engine.compile(numbers(0x6f), Limits.DEFAULT).functions()).isEmpty();
        assertThat(Engine.compile(numbers(0x7f, 0x70), Limits.DEFAULT).functions()).isEmpty();
        var gives =
                concat(
                        Binary.CORE_PREAMBLE,
                        section(1, vec(Bytes.of(0x60, 0, 1, 0x6f))),
                        section(3, Bytes.of(1, 0)),
                        section(7, vec(concat(name("f"), Bytes.of(0, 0)))),
                        section(10, vec(Bytes.of(4, 0, 0xd0, 0x6f, 0x0b))));
        var module = Engine.compile(gives, Limits.DEFAULT);
        assertThat(module.functions()).isEmpty();
        assertThat(Fixture.failure(Fixture.call(module, Host.SILENT, "f", "[]")))
                .isEqualTo("NoSuchFunction: no function f; it exports none");
    }
}

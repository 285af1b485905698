package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Components of sound sections that say what cannot be or is not supported: each is refused by
/// name, where it stands.
class RefusedComponentTest {

    private static final int U32 = 0x79;
    private static final Bytes SAME = Binary.func(U32, U32);
    private static final Bytes TYPES = section(7, vec(SAME));
    private static final Bytes IDS = Binary.mirrored("i32");

    private static void refuses(String message, Bytes... sections) {
        var refused =
                catchThrowableOfType(
                        Refused.class, () -> Engine.compile(component(sections), Limits.DEFAULT));
        assertThat(refused).as(message).isNotNull();
        assertThat(refused.getMessage()).startsWith(message);
    }

    private static Bytes alias(int... bytes) {
        return section(6, vec(Bytes.of(bytes)));
    }

    @Test
    void namesTheAliasThatLeadsNowhere() {
        refuses("malformed: alias target 3 at", alias(1, 3));
        refuses("invalid: unknown instance 0", alias(1, 0, 0));
        refuses("invalid: unknown core instance 0", alias(0, 0, 1, 0));
        refuses("malformed: core sort 4", alias(0, 4, 1, 0));
        refuses("unsupported: outer alias of core sort 0", alias(0, 0, 2, 0, 0));
        refuses("invalid: unknown core module 0", alias(0, 0x11, 2, 0, 0));
        refuses("invalid: unknown component 0", alias(4, 2, 0, 0));
        refuses("malformed: outer alias of sort 1", alias(1, 2, 0, 0));
        refuses("malformed: levels 9 with 1 left", alias(3, 2, 9, 0));
        refuses("invalid: alias 1 levels out", alias(3, 2, 1, 0));
    }

    /// An instance that exports its only type as `t`.
    private static final Bytes WITH_TYPE =
            section(
                    5,
                    vec(concat(Bytes.of(1), vec(concat(Bytes.of(0), name("t"), Bytes.of(3, 0))))));

    private static Bytes exportOf(int sort, String export) {
        return section(6, vec(concat(Bytes.of(sort, 0, 0), name(export))));
    }

    @Test
    void holdsAnAliasToWhatTheInstanceExports() {
        refuses("invalid: instance without export u", TYPES, WITH_TYPE, exportOf(3, "u"));
        for (int sort : new int[] {1, 4, 5}) {
            refuses("invalid: export t that is a type", TYPES, WITH_TYPE, exportOf(sort, "t"));
        }
        refuses("malformed: sort 9", TYPES, WITH_TYPE, exportOf(9, "t"));
        var asModule = section(6, vec(concat(Bytes.of(0, 0x11, 0, 0), name("t"))));
        refuses("invalid: export t that is a type", TYPES, WITH_TYPE, asModule);
        refuses(
                "invalid: core instance without table mem",
                IDS,
                section(6, vec(concat(Bytes.of(0, 1, 1, 0), name("mem")))));
    }

    @Test
    void holdsCoreInstancesToTheirImports() {
        var wanting =
                concat(
                        Binary.CORE_PREAMBLE,
                        section(1, Bytes.of(1, 0x60, 0, 0)),
                        section(2, vec(concat(name("a"), name("f"), Bytes.of(0, 0)))));
        var bundle = concat(Bytes.of(1), vec(concat(name("f"), Bytes.of(0, 1))));
        var given = vec(concat(name("a"), Bytes.of(0x12, 1)));
        var start = concat(Bytes.of(0, 1), given);
        refuses("malformed: core instance of form 2", section(2, Bytes.of(1, 2)));
        refuses(
                "invalid: core module without its import a f",
                section(1, wanting),
                section(2, vec(concat(Bytes.of(0, 0), vec()))));
        refuses(
                "invalid: import a f of function [] -> [] given a function [I32] -> [I32]",
                IDS,
                section(1, wanting),
                section(2, vec(bundle, start)));
        var twice = vec(concat(name("f"), Bytes.of(0, 1)), concat(name("f"), Bytes.of(0, 1)));
        refuses("invalid: duplicate name f", IDS, section(2, vec(concat(Bytes.of(1), twice))));
    }

    private static Bytes exported(int sort) {
        return section(11, vec(concat(Bytes.of(0), name("e"), Bytes.of(sort, 0, 0))));
    }

    @Test
    void namesTheExportThatIsNone() {
        refuses("unsupported: component values", exported(2));
        refuses("malformed: sort 7", exported(7));
        refuses("malformed: core sort", exported(0));
        refuses("unsupported: component values", section(12, Bytes.of(0)));
        refuses("unsupported: type of a core module", section(3, Bytes.of(1, 0x50, 0)));
        refuses("malformed: instance of form 2", section(5, Bytes.of(1, 2)));
        var twice = concat(Bytes.of(0), name("e"), Bytes.of(3, 0, 0));
        refuses("invalid: duplicate export name e", TYPES, section(11, vec(twice, twice)));
        var typed = concat(Bytes.of(0), name("e"), Bytes.of(3, 0, 1, 1, 0));
        refuses("invalid: export e as a function", TYPES, section(11, vec(typed)));
        refuses(
                "unsupported: name of form 2",
                section(11, vec(concat(Bytes.of(2), name("e"), Bytes.of(3, 0, 0)))));
        var both = concat(Bytes.of(0), name("t"), Bytes.of(3, 0));
        refuses(
                "invalid: duplicate name t",
                TYPES,
                section(5, vec(concat(Bytes.of(1), vec(both, both)))));
    }

    private static Bytes imported(int... external) {
        return section(10, vec(concat(Bytes.of(0), name("i"), Bytes.of(external))));
    }

    @Test
    void namesTheImportThatNobodyServes() {
        refuses("unsupported: import or export of a core module", imported(0, 0x11, 0));
        refuses("unsupported: component values", imported(2, U32));
        refuses("malformed: sort 6", imported(6, 0));
        refuses("invalid: a type that is no instance type", TYPES, imported(5, 0));
        refuses("invalid: a type that is no component type", TYPES, imported(4, 0));
        refuses("unsupported: import i", section(7, vec(Bytes.of(0x41, 0))), imported(4, 0));
        refuses("unsupported: import i", section(7, vec(Bytes.of(0x42, 0))), imported(5, 0));
    }

    private static void refusesType(String message, int... type) {
        refuses(message, section(7, vec(Bytes.of(type))));
    }

    @Test
    void namesTheTypeThatIsNotSupported() {
        refusesType("unsupported: async (function type)", 0x43);
        refusesType("unsupported: async (resource type)", 0x3e);
        refusesType("unsupported: async (stream or future)", 0x66);
        refusesType("unsupported: async (error-context)", 0x64);
        refusesType("malformed: type 0x60", 0x60);
        refusesType("invalid: a type without cases", 0x71, 0);
        refusesType("invalid: duplicate name f", 0x6e, 2, 1, 'f', 1, 'f');
        refusesType("unsupported: named results", 0x40, 0, 1, 1, 1, 'r', U32);
        refusesType("unsupported: type of a core module", 0x42, 1, 0, 0x50);
        refusesType("malformed: declaration 5", 0x42, 1, 5);
        refusesType("invalid: unknown type 7", 0x70, 7);
        refuses("invalid: a type that is no value type", section(7, vec(SAME, Bytes.of(0x70, 0))));
        refuses("invalid: a type that is no resource", section(7, vec(SAME, Bytes.of(0x69, 0))));
    }

    @Test
    void refusesADestructorOfAnotherType() {
        refuses(
                "invalid: destructor of type [I32] -> [I32]",
                IDS,
                section(7, vec(Bytes.of(0x3f, 0x7f, 1, 1))));
    }

    private static Bytes canonical(int... bytes) {
        return section(8, vec(Bytes.of(bytes)));
    }

    @Test
    void holdsCanonicalFunctionsToTheirOptions() {
        var text = section(7, vec(Binary.func(U32, 0x73)));
        var pair = Binary.mirrored("pair");
        refuses("unsupported: async (canonical function 0x5)", canonical(5));
        refuses("invalid: canonical option realloc is missing", pair, text, lift(1, 3, 0));
        refuses("invalid: canonical option memory is missing", pair, text, lift(1, 4, 0));
        refuses("invalid: realloc of type [I32] -> [I32], not", IDS, TYPES, lift(1, 4, 1));
        refuses(
                "invalid: post-return of type [I32, I32, I32, I32] -> [I32], not [I32] -> []",
                IDS,
                TYPES,
                lift(1, 5, 0));
        refuses("unsupported: async (canonical option 0x6)", IDS, TYPES, lift(1, 6, 0));
    }

    /// Lifts core function 1 as type 0 with options.
    private static Bytes lift(int count, int... options) {
        return section(8, vec(concat(Bytes.of(0, 0, 1, count), Bytes.of(options), Bytes.of(0))));
    }

    @Test
    void refusesToMakeResourcesOfOthers() {
        var imported = section(10, vec(concat(Bytes.of(0), name("r"), Bytes.of(3, 1))));
        refuses("invalid: a resource of somebody else", imported, canonical(2, 0));
        refuses("invalid: a resource of somebody else", imported, canonical(4, 0));
        refuses("invalid: a type that is no resource", TYPES, canonical(3, 0));
    }

    private static Bytes inner(Bytes... sections) {
        return section(4, component(sections));
    }

    private static Bytes instance(Bytes... args) {
        return section(5, vec(concat(Bytes.of(0, 0), vec(args))));
    }

    @Test
    void holdsArgumentsToWhatTheComponentImports() {
        var wanting =
                inner(TYPES, section(10, vec(concat(Bytes.of(0), name("f"), Bytes.of(1, 0)))));
        refuses("invalid: missing argument f", wanting, instance());
        refuses(
                "invalid: argument f that is a type",
                TYPES,
                wanting,
                instance(concat(name("f"), Bytes.of(3, 0))));
        refuses(
                "invalid: argument f of type func(a: u64) -> u64, not func(a: u32) -> u32",
                Binary.mirrored("i64"),
                Binary.lifted(0, List.of(Binary.func(0x77, 0x77))),
                wanting,
                instance(concat(name("f"), Bytes.of(1, 0))));
        refuses(
                "invalid: argument f that is a component",
                wanting,
                instance(concat(name("f"), Bytes.of(4, 0))));
        refuses(
                "invalid: argument f that is a core module",
                section(1, Binary.CORE_PREAMBLE),
                wanting,
                instance(concat(name("f"), Bytes.of(0, 0x11, 0))));
        refuses(
                "invalid: argument f that is a instance",
                section(5, Bytes.of(1, 1, 0)),
                wanting,
                instance(concat(name("f"), Bytes.of(5, 0))));
    }
}

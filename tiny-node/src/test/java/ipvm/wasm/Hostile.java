package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.u32;
import static ipvm.wasm.Binary.vec;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;

/// A module or component that wants more than it may have, with a call of it and the end that the
/// call has to come to, in one word.
record Hostile(String what, Bytes bytes, String json, String end) {

    static final Grant GRANT = Grant.of(10_000_000, 16L << 20);

    private static final int U8 = 0x7d;
    private static final int U32 = 0x79;
    private static final int STRING = 0x73;
    private static final Bytes LYING = Bytes.of(0xff, 0xff, 0xff, 0xff, 0x0f);

    /// Compiles, starts and calls it; how that ended.
    String outcome() {
        try {
            var module = Engine.compile(bytes, Limits.DEFAULT);
            try (var instance = Engine.start(module, Host.SILENT, GRANT)) {
                var export = module.functions().isEmpty() ? "run" : first(module);
                return word(Engine.call(instance, export, args()));
            }
        } catch (Refused refused) {
            return refused.kind().toString();
        }
    }

    private static String first(Compiled module) {
        return module.exports().getFirst().name();
    }

    private List<Ipld> args() {
        try {
            return Fixture.args(json);
        } catch (MalformedException e) {
            throw new IllegalStateException(what, e);
        }
    }

    private static String word(Ended ended) {
        return switch (ended) {
            case Ended.Ok ok -> "ok";
            case Ended.Failed failed -> failed.name();
            case Ended.Trapped(var kind, var bill) -> kind;
            case Ended.OutOfFuel out -> "out-of-fuel";
            case Ended.OutOfMemory out -> "out-of-memory";
            case Ended.NoRoom none -> "out-of-memory";
            case Ended.TimedOut out -> "timed-out";
        };
    }

    /// The core modules of the archive; a trap there is one word.
    static List<Hostile> modules() throws IOException {
        var all = new ArrayList<Hostile>();
        try (var in = Hostile.class.getResourceAsStream("/vectors/wasm/hostile.zip");
                var zip = new ZipInputStream(Objects.requireNonNull(in))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".wasm")) {
                    var bytes = Bytes.wrap(zip.readAllBytes());
                    all.add(new Hostile(entry.getName(), bytes, "[7]", ""));
                }
            }
        }
        return List.copyOf(all);
    }

    static List<Hostile> components() {
        var all = new ArrayList<Hostile>();
        all.addAll(counts());
        all.addAll(types());
        all.addAll(instances());
        all.addAll(values());
        all.addAll(calls());
        return List.copyOf(all);
    }

    private static Hostile refused(String name, Bytes bytes, String kind) {
        return new Hostile(name, bytes, "[]", kind);
    }

    /// Counts and lengths that are not there, and many of what is little.
    private static List<Hostile> counts() {
        var sections = new ArrayList<Hostile>();
        for (int id : new int[] {2, 5, 6, 7, 8, 10, 11}) {
            sections.add(
                    refused(
                            "count 2^32-1 in section " + id,
                            component(section(id, LYING)),
                            "malformed"));
        }
        var empty = Bytes.wrap(new byte[2_000_000]);
        sections.add(
                refused(
                        "a million empty custom sections",
                        concat(Binary.PREAMBLE, empty),
                        "malformed"));
        sections.add(
                refused(
                        "named custom sections",
                        concat(Binary.PREAMBLE, repeated(Bytes.of(0, 1, 0), 700_000)),
                        "too-large"));
        sections.add(
                refused(
                        "a name of 2^32-1 bytes",
                        component(section(10, concat(u32(1), Bytes.of(0), LYING))),
                        "malformed"));
        sections.add(
                refused(
                        "types without end",
                        component(
                                section(7, concat(u32(200_000), repeated(Bytes.of(U32), 200_000)))),
                        "too-large"));
        sections.add(
                refused(
                        "empty type sections",
                        concat(Binary.PREAMBLE, repeated(Bytes.of(7, 1, 0), 700_000)),
                        "too-large"));
        return sections;
    }

    private static Bytes repeated(Bytes part, int count) {
        var all = new byte[part.size() * count];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) part.at(i % part.size());
        }
        return Bytes.wrap(all);
    }

    private static List<Hostile> types() {
        return List.of(
                refused(
                        "a record of 2^32-1 fields",
                        component(section(7, concat(u32(1), Bytes.of(0x72), LYING))),
                        "malformed"),
                refused(
                        "an enum of 200,000 cases",
                        component(section(7, vec(names(200_000)))),
                        "too-large"),
                refused(
                        "types that double",
                        component(section(7, vec(doubled(5_000)))),
                        "too-large"),
                refused(
                        "lists inside lists",
                        component(section(7, vec(lists(10_000)))),
                        "too-large"),
                refused("33 flags", component(section(7, vec(flags(33)))), "too-large"),
                refused(
                        "a tuple of nothing",
                        component(section(7, vec(Bytes.of(0x6f, 0)))),
                        "invalid"),
                refused(
                        "instance types inside one another",
                        component(section(7, concat(u32(1), declared(2_000)))),
                        "too-large"));
    }

    private static Bytes names(int count) {
        var names = new Bytes[count];
        Arrays.setAll(names, i -> name(Integer.toString(i, 36)));
        return concat(Bytes.of(0x6d), vec(names));
    }

    private static Bytes flags(int count) {
        var names = new Bytes[count];
        Arrays.setAll(names, i -> name("f" + i));
        return concat(Bytes.of(0x6e), vec(names));
    }

    /// Each type holds the one before it twice, so that written out it doubles each time.
    static Bytes[] doubled(int count) {
        var types = new Bytes[count];
        Arrays.setAll(
                types,
                i ->
                        i == 0
                                ? Bytes.of(U32)
                                : concat(
                                        Bytes.of(0x6f, 2), Binary.type(i - 1), Binary.type(i - 1)));
        return types;
    }

    private static Bytes[] lists(int count) {
        var types = new Bytes[count];
        Arrays.setAll(
                types, i -> i == 0 ? Bytes.of(U32) : concat(Bytes.of(0x70), Binary.type(i - 1)));
        return types;
    }

    /// Each holds one declaration: a type, which is an instance type.
    private static Bytes declared(int levels) {
        return repeated(Bytes.of(0x42, 1, 1), levels);
    }

    private static List<Hostile> instances() {
        var once = section(5, vec(concat(Bytes.of(0, 0), vec())));
        var nested = component();
        for (int i = 0; i < 1_000; i++) {
            nested = component(section(4, nested), once);
        }
        var core = section(1, memory(256));
        var twice = concat(Bytes.of(0, 0), vec());
        var wide = component();
        for (int i = 0; i < 4; i++) {
            var many = Collections.nCopies(16, concat(Bytes.of(0, 0), vec()));
            wide = component(section(4, wide), section(5, vec(many)));
        }
        return List.of(
                refused("components inside one another", nested, "too-large"),
                refused("instances of instances of instances", wide, "too-large"),
                refused(
                        "core instances without end",
                        component(core, section(2, vec(Collections.nCopies(5_000, twice)))),
                        "too-large"),
                refused(
                        "64 core instances of 16 MB each",
                        component(core, section(2, vec(Collections.nCopies(64, twice)))),
                        "out-of-memory"),
                refused("aliases of aliases", aliases(150_000), "too-large"),
                refused("bundles of bundles", bundles(60), "NoSuchFunction"),
                refused("an instance of itself", component(once), "invalid"));
    }

    private static Bytes memory(int pages) {
        return concat(Binary.CORE_PREAMBLE, section(5, vec(concat(Bytes.of(0), u32(pages)))));
    }

    /// An outer alias of the type before, again and again.
    private static Bytes aliases(int count) {
        var alias = Bytes.of(3, 2, 0, 0);
        return component(
                section(7, vec(Bytes.of(U32))),
                section(6, concat(u32(count), repeated(alias, count))));
    }

    /// Each instance exports the one before it twice.
    private static Bytes bundles(int count) {
        var parts = new Bytes[count];
        Arrays.setAll(
                parts,
                i -> {
                    if (i == 0) {
                        return concat(Bytes.of(1), vec());
                    }
                    var before = concat(Bytes.of(5), u32(i - 1));
                    return concat(
                            Bytes.of(1),
                            vec(
                                    concat(Bytes.of(0), name("a"), before),
                                    concat(Bytes.of(0), name("b"), before)));
                });
        return component(section(5, vec(parts)), Binary.exported("all", 5, count - 1));
    }

    /// What the mirror hands out as a value: the pointer and the length are the caller's.
    private static List<Hostile> values() {
        var bytes = Bytes.of(0x70, U8);
        return List.of(
                value(
                        "a string of 2^32-1 bytes",
                        Binary.func(STRING, U32, U32),
                        "[0,4294967295]",
                        Fault.OUTSIDE),
                value(
                        "a string at the end of memory",
                        Binary.func(STRING, U32, U32),
                        "[262143,2]",
                        Fault.OUTSIDE),
                values(
                        "a list of 2^32-1 bytes",
                        "[0,4294967295]",
                        Fault.OUTSIDE,
                        bytes,
                        Binary.func(0, U32, U32)),
                new Hostile(
                        "lists of one stretch of memory",
                        Binary.function(
                                "pair",
                                0,
                                Bytes.of(0x6f, 2, U32, U32),
                                Bytes.of(0x70, 0),
                                bytes,
                                Bytes.of(0x70, 2),
                                Binary.func(3, 1)),
                        "[[" + "[0,200000],".repeat(499) + "[0,200000]]]",
                        "out-of-memory"),
                new Hostile(
                        "a list of all bytes of the memory",
                        Binary.function("pair", 0, Bytes.of(0x70, 0x7e), Binary.func(0, U32, U32)),
                        "[0,262144]",
                        "ok"),
                values(
                        "a case that is none",
                        "[300,0]",
                        "invalid discriminant",
                        Bytes.of(0x6b, U32),
                        Binary.func(0, U32, U32)),
                value(
                        "a character that is none",
                        Binary.func(0x74, U32),
                        "[55296]",
                        "invalid character"));
    }

    private static Hostile value(String name, Bytes func, String args, String end) {
        boolean isPair = end.equals(Fault.OUTSIDE);
        return new Hostile(name, Binary.function(isPair ? "pair" : "i32", 0, func), args, end);
    }

    private static Hostile values(String name, String args, String end, Bytes type, Bytes func) {
        var core = end.equals("invalid discriminant") ? "disc-i32" : "pair";
        return new Hostile(name, Binary.function(core, 0, type, func), args, end);
    }

    private static List<Hostile> calls() {
        int[] trapping = {0, 0, 0x0b};
        return List.of(
                burning(),
                refused("a start that traps", HostileCode.started(trapping), "unreachable"),
                new Hostile(
                        "prints all of its memory for ever",
                        HostileCode.printing(0x3f_fff0),
                        "[]",
                        "out-of-memory"));
    }

    /// Does nothing but burn its fuel.
    static Hostile burning() {
        int[] endless = {0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b};
        return refused("a start that never ends", HostileCode.started(endless), "out-of-fuel");
    }

    /// Calls out cost no fuel, so that a run of calls alone takes seconds: its watch bounds it.
    static Hostile talkative() {
        return new Hostile("prints nothing for ever", HostileCode.printing(0), "[]", "out-of-fuel");
    }
}

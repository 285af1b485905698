package ipvm.wasm;

import ipvm.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// The functions of the host by interface and name: deterministic, and without any capability but
/// the log, unless the host grants more. Those of known interfaces that are not here trap.
final class Stubs {

    private static final long STDOUT = 1;
    private static final long STDERR = 2;
    private static final long WRITABLE_BYTES = 1 << 16;
    private static final long NANOS = 1_000_000_000;
    private static final int CHANCE_BYTES_MAX = 1 << 16;

    /// Interfaces that a component may import, up to a slash or to their end.
    private static final Set<String> PACKAGES =
            Set.of(
                    "wasi:cli",
                    "wasi:clocks",
                    "wasi:filesystem",
                    "wasi:http",
                    "wasi:io",
                    "wasi:random",
                    "wasi:sockets");

    private static final Set<String> OTHERS =
            Set.of("wasi:logging/logging", "homestar:host/helpers");

    @FunctionalInterface
    private interface Stub {
        Value call(Call call);
    }

    private record Call(Host host, Func.OfHost func, List<Value> args) {

        Value arg(int index) {
            if (index >= args.size()) {
                throw Fault.of("too few arguments for " + func.from() + " " + func.name());
            }
            return args.get(index);
        }

        long bits(int index) {
            return arg(index) instanceof Value.Bits(var bits) ? bits : 0;
        }

        String text(int index) {
            return switch (arg(index)) {
                case Value.Text(var text) -> text;
                case Value.Raw(var bytes) -> new String(bytes.toArray(), StandardCharsets.UTF_8);
                case Value.Bits(var bits) -> Long.toString(bits);
                case Value.Many many -> "";
                case Value.Chosen(var chosen, var payload) -> Integer.toString(chosen);
                case Value.Reference(var resource, var representation) ->
                        Integer.toString(representation);
            };
        }

        /// A handle of the resource that the function says it gives.
        Value reference(long representation) {
            if (func.type().result().orElse(null)
                    instanceof Wit.Handle(var resource, var isOwn, var layout)) {
                return new Value.Reference(resource, (int) representation);
            }
            throw Fault.of(func.from() + " " + func.name() + " gives no handle");
        }

        long now() {
            return host.clock().orElseThrow(this::denied).nowNanos();
        }

        /// A clock that is granted tells nanoseconds; one that is not says nothing at all.
        long resolution() {
            if (host.clock().isEmpty()) {
                throw denied();
            }
            return 1;
        }

        Bytes chance(long size) {
            if (size < 0 || size > CHANCE_BYTES_MAX) {
                throw Fault.of("random bytes " + size + ", at most " + CHANCE_BYTES_MAX);
            }
            return host.chance().orElseThrow(this::denied).draw((int) size);
        }

        long chanceBits() {
            long bits = 0;
            var bytes = chance(Long.BYTES);
            for (int i = 0; i < Long.BYTES; i++) {
                bits = bits << 8 | bytes.at(i);
            }
            return bits;
        }

        Fault denied() {
            return Fault.of("import not granted: " + func.from() + " " + func.name());
        }
    }

    private static final Value EMPTY = new Value.Many(List.of());

    private static final Map<String, Stub> STUBS =
            Map.ofEntries(
                    Map.entry("wasi:cli/environment get-environment", call -> EMPTY),
                    Map.entry("wasi:cli/environment get-arguments", call -> EMPTY),
                    Map.entry("wasi:cli/environment initial-cwd", call -> Value.NONE),
                    Map.entry("wasi:cli/exit exit", Stubs::exit),
                    Map.entry("wasi:cli/exit exit-with-code", Stubs::exit),
                    Map.entry("wasi:cli/stdin get-stdin", call -> call.reference(0)),
                    Map.entry("wasi:cli/stdout get-stdout", call -> call.reference(STDOUT)),
                    Map.entry("wasi:cli/stderr get-stderr", call -> call.reference(STDERR)),
                    Map.entry("wasi:cli/terminal-stdin get-terminal-stdin", call -> Value.NONE),
                    Map.entry("wasi:cli/terminal-stdout get-terminal-stdout", call -> Value.NONE),
                    Map.entry("wasi:cli/terminal-stderr get-terminal-stderr", call -> Value.NONE),
                    Map.entry("wasi:filesystem/preopens get-directories", call -> EMPTY),
                    Map.entry("wasi:filesystem/types filesystem-error-code", call -> Value.NONE),
                    Map.entry("wasi:io/streams [method]output-stream.check-write", Stubs::room),
                    Map.entry("wasi:io/streams [method]output-stream.write", Stubs::write),
                    Map.entry(
                            "wasi:io/streams [method]output-stream.blocking-write-and-flush",
                            Stubs::write),
                    Map.entry(
                            "wasi:io/streams [method]output-stream.flush", call -> Value.ok(null)),
                    Map.entry(
                            "wasi:io/streams [method]output-stream.blocking-flush",
                            call -> Value.ok(null)),
                    Map.entry(
                            "wasi:io/streams [method]output-stream.subscribe",
                            call -> call.reference(0)),
                    Map.entry(
                            "wasi:io/streams [method]input-stream.subscribe",
                            call -> call.reference(0)),
                    Map.entry("wasi:io/streams [method]input-stream.read", Stubs::closed),
                    Map.entry("wasi:io/streams [method]input-stream.blocking-read", Stubs::closed),
                    Map.entry("wasi:io/streams [method]input-stream.skip", Stubs::closed),
                    Map.entry("wasi:io/streams [method]input-stream.blocking-skip", Stubs::closed),
                    Map.entry("wasi:io/poll [method]pollable.ready", call -> Value.bits(1)),
                    Map.entry("wasi:io/poll poll", Stubs::allReady),
                    Map.entry("wasi:clocks/wall-clock now", Stubs::wallClock),
                    Map.entry(
                            "wasi:clocks/wall-clock resolution",
                            call -> many(Value.bits(0), Value.bits(call.resolution()))),
                    Map.entry(
                            "wasi:clocks/monotonic-clock resolution",
                            call -> Value.bits(call.resolution())),
                    Map.entry("wasi:clocks/monotonic-clock now", call -> Value.bits(call.now())),
                    Map.entry(
                            "wasi:random/random get-random-bytes",
                            call -> new Value.Raw(call.chance(call.bits(0)))),
                    Map.entry(
                            "wasi:random/random get-random-u64",
                            call -> Value.bits(call.chanceBits())),
                    Map.entry(
                            "wasi:random/insecure get-insecure-random-bytes",
                            call -> new Value.Raw(call.chance(call.bits(0)))),
                    Map.entry(
                            "wasi:random/insecure get-insecure-random-u64",
                            call -> Value.bits(call.chanceBits())),
                    Map.entry(
                            "wasi:random/insecure-seed insecure-seed",
                            call ->
                                    many(
                                            Value.bits(call.chanceBits()),
                                            Value.bits(call.chanceBits()))),
                    Map.entry("homestar:host/helpers get-current-time", Stubs::currentTime));

    /// Those that give nothing back.
    private static final Map<String, Stub> SILENT =
            Map.of(
                    "wasi:logging/logging log",
                    Stubs::log,
                    "homestar:host/helpers print",
                    Stubs::print,
                    "wasi:io/poll [method]pollable.block",
                    call -> EMPTY);

    private Stubs() {}

    /// An interface without its version; wasi counts only in preview 2.
    static String unversioned(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /// Whether an interface may be imported.
    static boolean knows(String name) {
        var plain = unversioned(name);
        if (OTHERS.contains(plain)) {
            return true;
        }
        int slash = plain.indexOf('/');
        return slash > 0
                && PACKAGES.contains(plain.substring(0, slash))
                && name.startsWith(plain + "@0.2.");
    }

    static Optional<Value> call(Host host, Func.OfHost func, List<Value> args) {
        var call = new Call(host, func, args);
        var name = func.from() + " " + func.name();
        var stub = STUBS.get(name);
        if (stub != null) {
            return Optional.of(stub.call(call));
        }
        var silent = SILENT.get(name);
        if (silent == null) {
            throw call.denied();
        }
        silent.call(call);
        return Optional.empty();
    }

    private static Value exit(Call call) {
        throw Fault.of("exit");
    }

    private static Value room(Call call) {
        return Value.ok(Value.bits(WRITABLE_BYTES));
    }

    private static Value write(Call call) {
        boolean isError =
                call.arg(0) instanceof Value.Reference(var resource, var representation)
                        && representation == STDERR;
        call.host().log().write(isError ? "stderr" : "stdout", "", call.text(1));
        return Value.ok(null);
    }

    /// The standard input is at its end: the error `closed`, the second case.
    private static Value closed(Call call) {
        return new Value.Chosen(1, new Value.Chosen(1, null));
    }

    /// Streams are all there is to wait for, and they never keep anybody waiting.
    private static Value allReady(Call call) {
        int count = call.arg(0) instanceof Value.Many(var pollables) ? pollables.size() : 0;
        if (count == 0) {
            throw Fault.of("poll of nothing");
        }
        return new Value.Many(LongStream.range(0, count).mapToObj(Value::bits).toList());
    }

    private static Value wallClock(Call call) {
        long now = call.now();
        return many(Value.bits(now / NANOS), Value.bits(now % NANOS));
    }

    private static Value currentTime(Call call) {
        long now = call.now();
        long nanos = now % NANOS;
        return many(Value.bits(now / NANOS), Value.bits(nanos / 1_000_000), Value.bits(nanos));
    }

    private static Value many(Value... values) {
        return new Value.Many(List.of(values));
    }

    private static Value log(Call call) {
        var level =
                call.func().type().params().getFirst().type() instanceof Wit.Enumeration levels
                                && call.arg(0) instanceof Value.Chosen(var index, var payload)
                        ? levels.names().get(index)
                        : call.text(0);
        call.host().log().write(level, call.text(1), call.text(2));
        return EMPTY;
    }

    private static Value print(Call call) {
        call.host().log().write("print", "", call.text(0));
        return EMPTY;
    }
}

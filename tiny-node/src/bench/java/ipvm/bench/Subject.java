package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.wasm.Compiled;
import ipvm.wasm.Ended;
import ipvm.wasm.Engine;
import ipvm.wasm.Grant;
import ipvm.wasm.Host;
import ipvm.wasm.Limits;
import ipvm.wasm.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A module of the vectors with a call that costs next to nothing; each copy of it is new to the
/// machine, because a number in it differs.
///
/// @param readyMillisMax the goal from bytes to the first result
record Subject(String name, Path file, String export, List<Ipld> args, double readyMillisMax) {

    private static final long FUEL = 10_000;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final int CUSTOM_BYTES = 12;

    static final Grant GRANT = Grant.of(FUEL, MEMORY_BYTES);

    static List<Subject> all(Path vectors) {
        var one = List.of(Ipld.of(1));
        return List.of(
                new Subject("75 B", vectors.resolve("homestar/core_add.wasm"), "add_one", one, 0.2),
                new Subject("4 KB", vectors.resolve("wasm/fuel/json.wasm"), "run", one, 0.5),
                new Subject(
                        "9 KB", vectors.resolve("homestar/example_add.wasm"), "add-one", one, 1),
                new Subject(
                        "286 KB", vectors.resolve("homestar/example_test.wasm"), "add-one", one, 5),
                new Subject(
                        "9 KB component",
                        vectors.resolve("homestar/example_add_component.wasm"),
                        "add-one",
                        one,
                        1),
                new Subject(
                        "288 KB component",
                        vectors.resolve("homestar/example_test_component.wasm"),
                        "add-one",
                        one,
                        5));
    }

    byte[] bytes() throws IOException {
        return Files.readAllBytes(file);
    }

    /// The module with a number in a custom section at its end.
    static Bytes numbered(byte[] module, int number) {
        var out = new ByteArrayOutputStream(module.length + CUSTOM_BYTES);
        out.writeBytes(module);
        out.writeBytes(new byte[] {0, CUSTOM_BYTES - 2, 5, 'c', 'o', 'u', 'n', 't'});
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return Bytes.wrap(out.toByteArray());
    }

    static Compiled compiled(Bytes module) throws Refused {
        return Engine.compile(module, Limits.DEFAULT);
    }

    /// Runs out of fuel or answers; anything else is no measurement.
    void call(ipvm.wasm.Instance instance) {
        var ended = Engine.call(instance, export, args);
        if (!(ended instanceof Ended.Ok || ended instanceof Ended.OutOfFuel)) {
            throw new IllegalStateException(name + ": " + ended);
        }
    }

    ipvm.wasm.Instance start(Compiled module) {
        return Engine.start(module, Host.SILENT, GRANT);
    }
}

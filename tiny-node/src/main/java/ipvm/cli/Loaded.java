package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.wasm.Compiled;
import ipvm.wasm.Engine;
import ipvm.wasm.Limits;
import ipvm.wasm.Machine;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// A module as it was read: compiled, or why it is not taken.
///
/// @param bytes how long it is
/// @param refused empty when it is taken
record Loaded(long bytes, Optional<Compiled> module, String refused) {

    /// Reads all as a home would take it, of which no more is kept than a module may have.
    static Loaded of(InputStream in, Settings settings) throws Stop, IOException {
        var limits = LimitKeys.read(settings, "wasm", Limits.DEFAULT);
        int max = limits.moduleBytesMax();
        var bytes = Bytes.wrap(in.readNBytes(max));
        long more = in.transferTo(OutputStream.nullOutputStream());
        return more > 0
                ? new Loaded(max + more, Optional.empty(), tooLarge(max + more, max))
                : of(bytes, limits, settings.machine());
    }

    /// Why a module of so many bytes is not taken.
    static String tooLarge(long found, int max) {
        return Refused.Kind.TOO_LARGE + ": module bytes " + found + ", at most " + max + " allowed";
    }

    private static Loaded of(Bytes bytes, Limits limits, Machine machine) {
        try {
            var module = Engine.compile(bytes, limits, machine);
            return new Loaded(bytes.size(), Optional.of(module), "");
        } catch (Refused e) {
            return new Loaded(bytes.size(), Optional.empty(), e.getMessage());
        }
    }
}

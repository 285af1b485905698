package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where bytes of any length go: standard output, or a file that is there whole or not at all.
record Destination(Call call, Optional<Path> file) {

    /// Writes all of it.
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws Stop, MalformedException, NotFoundException, IOException;
    }

    /// As `--out` says.
    static Destination of(Call call) throws Stop {
        var name = call.arguments().find(Packet.OUT);
        return name.isPresent()
                ? new Destination(call, Optional.of(file(call, name.get())))
                : new Destination(call, Optional.empty());
    }

    /// A file by its name, where `-` is standard output.
    static Destination of(Call call, String name) throws Stop {
        return name.equals(Input.STANDARD)
                ? new Destination(call, Optional.empty())
                : new Destination(call, Optional.of(file(call, name)));
    }

    private static Path file(Call call, String name) throws Stop {
        var file = call.world().host().folder().resolve(name);
        if (Files.isDirectory(file)) {
            throw Stop.usage(name + ": is a folder, not a file");
        }
        return file;
    }

    void write(Writing writing) throws Stop, MalformedException, NotFoundException, IOException {
        if (file.isEmpty()) {
            standard(writing);
        } else if (Files.exists(file.get()) && !Files.isRegularFile(file.get())) {
            try (var out = new BufferedOutputStream(Files.newOutputStream(file.get()))) {
                writing.to(out); // a device or a pipe
            }
        } else {
            var target = Files.exists(file.get()) ? file.get().toRealPath() : file.get();
            try (var draft = Disk.draft(target, Disk.OPEN)) {
                writing.to(draft.out());
                draft.keep();
            }
        }
    }

    /// A stream that prints says nothing when it cannot.
    private void standard(Writing writing)
            throws Stop, MalformedException, NotFoundException, IOException {
        var out = call.world().streams().out();
        writing.to(out);
        if (out.checkError()) {
            throw new Stop(Exit.BUSY, "standard output took no more");
        }
    }
}

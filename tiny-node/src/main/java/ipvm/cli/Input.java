package ipvm.cli;

import ipvm.data.Bytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that a command reads, or standard input where its name is `-`.
record Input(String name, Path path, World world) {

    static final String STANDARD = "-";

    static Input of(String word, World world) {
        return new Input(
                word.equals(STANDARD) ? "standard input" : word,
                world.host().folder().resolve(word),
                world);
    }

    boolean isStandard() {
        return name.equals("standard input") && path.endsWith(STANDARD);
    }

    boolean exists() {
        return isStandard() || Files.exists(path);
    }

    InputStream open() throws Stop, IOException {
        if (isStandard()) {
            return new Unclosed(world.streams().in());
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name);
        }
        if (Files.isDirectory(path)) {
            throw Stop.usage(name + ": is a folder, not a file");
        }
        return Files.newInputStream(path);
    }

    /// All of it, if it is not empty and no longer than some bytes.
    Bytes bytes(int max) throws Stop, IOException {
        try (var in = open()) {
            var bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw Stop.usage(name + ": longer than " + max + " bytes");
            }
            if (bytes.length == 0) {
                throw Stop.usage(name + ": empty");
            }
            return Bytes.wrap(bytes);
        }
    }

    /// Standard input stays open for whoever comes after.
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}

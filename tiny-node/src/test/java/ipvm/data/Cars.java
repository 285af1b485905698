package ipvm.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Blocks in a CAR file, as they go from one process to another.
final class Cars {

    private Cars() {}

    static MemoryBlocks read(Path car) throws IOException, MalformedException {
        var blocks = new MemoryBlocks();
        try (var in = new BufferedInputStream(Files.newInputStream(car))) {
            var reader = new CarReader(in, Limits.DEFAULT);
            for (var block = reader.next(); block.isPresent(); block = reader.next()) {
                blocks.put(block.get());
            }
        }
        return blocks;
    }

    static void write(Path car, Cid root, MemoryBlocks blocks) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(car))) {
            var writer = new CarWriter(out, List.of(root));
            for (var block : blocks.blocks.entrySet()) {
                writer.put(new Block(block.getKey(), block.getValue()));
            }
        }
    }
}

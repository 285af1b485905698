package ipvm.bench;

import ipvm.data.UnixFsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Adds one file and prints the most heap that was in use above idle, garbage counted, in MB.
final class HeapPeak {

    private HeapPeak() {}

    public static void main(String[] args) throws IOException {
        new UnixFsWriter(block -> {}).file(new ByteArrayInputStream(new byte[1 << 20]));
        System.gc();
        long idle = used();
        var peak = new long[1];
        var writer = new UnixFsWriter(block -> peak[0] = Math.max(peak[0], used()));
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            writer.file(in);
        }
        System.out.println((peak[0] - idle) / 1e6);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

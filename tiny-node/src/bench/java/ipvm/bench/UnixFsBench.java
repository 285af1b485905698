package ipvm.bench;

import ipvm.bench.Row.Goal;
import ipvm.data.Bytes;
import ipvm.data.UnixFsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What adding a large file costs beside the hash that names it, in time and in heap.
final class UnixFsBench {

    private static final int FILE_MEGABYTES = 200;
    private static final double HEAP_MEGABYTES_MAX = 8;
    private static final int PIECE_BYTES = 256 << 10;
    private static final String WHAT = "add " + FILE_MEGABYTES + " MB file";

    private UnixFsBench() {}

    static void run(Consumer<Row> rows) throws Exception {
        var folder = Files.createTempDirectory("ipvm-bench");
        var file = folder.resolve("file");
        try {
            fill(file, FILE_MEGABYTES);
            rows.accept(time(file));
            rows.accept(heap(file));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /// Random bytes, so that no two blocks are equal.
    private static void fill(Path file, int megabytes) throws IOException {
        var random = new SplittableRandom(5);
        var piece = new byte[1_000_000];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private static Row time(Path file) throws Exception {
        var outcome = Duel.between(Duel.SLOW, () -> added(file), () -> hashed(file));
        var sides =
                new Row.Sides(
                        outcome.oursNanos() / 1_000_000,
                        outcome.peerNanos() / 1_000_000,
                        "SHA-256 of the file",
                        1 / outcome.speedRatio());
        return new Row("data", WHAT, sides, "ms", Goal.atMost(1.3));
    }

    private static UnixFsWriter.Written added(Path file) throws IOException {
        var bytes = new long[1];
        var writer = new UnixFsWriter(block -> bytes[0] += block.data().size());
        try (var in = Files.newInputStream(file)) {
            var written = writer.file(in);
            if (bytes[0] != written.dagBytes()) {
                throw new IllegalStateException("blocks of " + bytes[0] + " bytes for " + written);
            }
            return written;
        }
    }

    private static Bytes hashed(Path file) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var piece = new byte[PIECE_BYTES];
        try (var in = Files.newInputStream(file)) {
            for (int size; (size = in.readNBytes(piece, 0, PIECE_BYTES)) > 0; ) {
                digest.update(piece, 0, size);
            }
        }
        return Bytes.wrap(digest.digest());
    }

    private static Row heap(Path file) throws Exception {
        double peak = peakMegabytes(file);
        var sides = new Row.Sides(peak, HEAP_MEGABYTES_MAX, "the bound", peak / HEAP_MEGABYTES_MAX);
        return new Row("data", WHAT + ", heap", sides, "MB", Goal.atMost(1));
    }

    /// What another JVM says, whose heap is as small as on a small board: in a large heap the peak
    /// would only tell when its collector begins.
    private static double peakMegabytes(Path file) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var command =
                List.of(
                        java,
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes,
                        HeapPeak.class.getName(),
                        file.toString());
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException("no figure from " + command);
        }
        return Double.parseDouble(said.strip());
    }
}

package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.node.Tally;
import ipvm.store.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps a text file up to date that Prometheus' node exporter reads; nothing is written while
/// nothing changes.
final class Metrics implements AutoCloseable {

    private static final long PAUSE_MILLIS = 15_000;

    private final Station station;
    private final Log log;
    private String written = "";
    private Optional<Beat> beat = Optional.empty();

    Metrics(Station station, Log log) {
        this.station = station;
        this.log = log;
    }

    /// Writes once and from then on, if a file is named.
    void begin(World.Host host) {
        var file = station.settings().find("metrics.file").map(host.folder()::resolve);
        file.ifPresent(this::write);
        beat = file.map(it -> new Beat("metrics", PAUSE_MILLIS, () -> write(it)));
    }

    void write(Path file) {
        try {
            var text = text(Patience.until(station.node().tally()), station.store().usage());
            if (!text.equals(written)) {
                Disk.write(file, Bytes.utf8(text), Disk.OPEN);
                written = text;
            }
        } catch (IOException | Stop e) {
            log.line(Log.Level.WARN, "metrics.file: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        beat.ifPresent(Beat::close);
    }

    static String text(Tally.Now now, Usage usage) {
        return metric("tasks_accepted_total", "counter", now.accepted())
                + metric("tasks_done_total", "counter", now.done())
                + metric("tasks_recalled_total", "counter", now.recalled())
                + metric("fuel_total", "counter", now.fuel())
                + metric("tasks_queued", "gauge", now.queued())
                + metric("tasks_running", "gauge", now.running())
                + metric("store_bytes", "gauge", usage.bytes())
                + metric("store_max_bytes", "gauge", usage.bytesMax())
                + metric("store_blocks", "gauge", usage.blocks())
                + metric("store_receipts", "gauge", usage.receipts());
    }

    private static String metric(String name, String kind, long value) {
        return "# TYPE ipvm_" + name + " " + kind + "\nipvm_" + name + " " + value + "\n";
    }
}

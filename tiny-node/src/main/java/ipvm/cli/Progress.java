package ipvm.cli;

import java.io.PrintStream;
import java.time.InstantSource;

/// How far something is, on one line of standard error that is drawn over and over.
///
/// It is there for eyes alone: where nobody looks, or nobody wants to, it draws nothing. Results
/// may go to the same screen, so that it is wiped before each of them and drawn again after.
final class Progress implements AutoCloseable {

    private static final int BAR_COLUMNS = 20;
    private static final long PAUSE_MILLIS = 100;

    private final PrintStream err;
    private final InstantSource clock;
    private final int columns;
    private final long all;
    private final boolean isShared;
    private final boolean isOn;
    private final long startMillis;
    private long done;
    private long failed;
    private long drawnMillis;
    private int drawnColumns;

    private Progress(Call call, long all, boolean isOn) {
        var world = call.world();
        this.err = world.streams().err();
        this.clock = world.host().clock();
        this.columns = world.terminal().columns();
        this.isShared = world.terminal().shows();
        this.all = all;
        this.isOn = isOn;
        this.startMillis = clock.millis();
        this.drawnMillis = startMillis - PAUSE_MILLIS;
    }

    /// Of so many parts; of none it says nothing.
    static Progress of(Call call, long all) {
        boolean isOn = all > 0 && call.out().isWatched() && call.world().terminal().follows();
        var progress = new Progress(call, all, isOn);
        progress.draw();
        return progress;
    }

    /// So many more parts are done, of which some failed; what has to be said of them is said
    /// between.
    void step(long more, long failures) {
        done += more;
        failed += failures;
        draw();
    }

    /// Makes room for a result.
    void wipe() {
        if (isShared && drawnColumns > 0) {
            err.print("\r" + " ".repeat(drawnColumns) + "\r");
            err.flush();
            drawnColumns = 0;
        }
    }

    private void draw() {
        long now = clock.millis();
        boolean isSoon = now - drawnMillis < PAUSE_MILLIS;
        if (!isOn || (isSoon && !isShared)) {
            return;
        }
        var line = line(now);
        var shown = line.length() < columns ? line : line.substring(0, columns - 1);
        err.print("\r" + shown + " ".repeat(Math.max(0, drawnColumns - shown.length())));
        err.flush();
        drawnMillis = now;
        drawnColumns = Math.max(drawnColumns, shown.length());
    }

    private String line(long now) {
        int filled = (int) (BAR_COLUMNS * Math.min(done, all) / all);
        var line = new StringBuilder("[");
        line.append("#".repeat(filled)).append("-".repeat(BAR_COLUMNS - filled));
        line.append("] ").append(done).append('/').append(all);
        if (failed > 0) {
            line.append(", ").append(failed).append(" failed");
        }
        if (done > 0 && done < all) {
            line.append(", ").append(left((now - startMillis) * (all - done) / done));
        }
        return line.toString();
    }

    private static String left(long millis) {
        long seconds = (millis + 999) / 1_000;
        return seconds < 3_600
                ? "%d:%02d left".formatted(seconds / 60, seconds % 60)
                : "%d h %d min left".formatted(seconds / 3_600, seconds / 60 % 60);
    }

    /// Nothing of it stays.
    @Override
    public void close() {
        if (drawnColumns > 0) {
            err.print("\r" + " ".repeat(drawnColumns) + "\r");
            err.flush();
            drawnColumns = 0;
        }
    }
}

package ipvm.store;

import ipvm.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// Opens the store on the disk: takes its lock, sees whose file it is, and brings its tables up to
/// this version.
///
/// @param steps the versions that there are, each with what leads to it
record Opening(Path file, long bytesMax, List<List<String>> steps) {

    static final int PAGE_BYTES = 4_096;
    private static final int JOURNAL_BYTES = 8 << 20;

    SqliteStore open(long pid) throws IOException {
        var lock = lock(pid);
        try {
            var writer = writer();
            var opened = new Opened(file, lock, writer, reader(writer));
            return new SqliteStore(opened, bytesMax);
        } catch (SQLException e) {
            lock.close();
            throw SqliteFault.of(e);
        } catch (StoreException e) {
            lock.close();
            throw e;
        }
    }

    private StoreLock lock(long pid) throws IOException {
        try {
            return StoreLock.take(file.resolveSibling(file.getFileName() + ".lock"), pid);
        } catch (AccessDeniedException e) {
            throw new StoreException(
                    Kind.READ_ONLY, e.getFile() + ": may not be written, so neither may the store");
        }
    }

    private Sql writer() throws SQLException, StoreException {
        var config = config();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setJournalSizeLimit(JOURNAL_BYTES);
        var writer = new Sql(config.createConnection(url()));
        try {
            writer.plain("PRAGMA wal_autocheckpoint=" + JOURNAL_BYTES / PAGE_BYTES);
            migrate(writer);
            // A file that is too large already may shrink, and must be read until it has.
            long pages = Math.max(bytesMax / PAGE_BYTES, writer.number("PRAGMA page_count"));
            writer.plain("PRAGMA max_page_count=" + pages);
            return writer;
        } catch (SQLException | StoreException e) {
            writer.close();
            throw e;
        }
    }

    private Sql reader(Sql writer) throws SQLException {
        try {
            return new Sql(config().createConnection(url()));
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-2_048); // KiB
        config.setGetGeneratedKeys(false); // a second statement after each that writes
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    private void migrate(Sql writer) throws SQLException, StoreException {
        long version = writer.number("PRAGMA user_version");
        long application = writer.number("PRAGMA application_id");
        if (application != Schema.APPLICATION && writer.number("PRAGMA schema_version") > 0) {
            throw new StoreException(Kind.DAMAGED, file + " is a database of something else");
        }
        if (version > steps.size()) {
            throw new StoreException(
                    Kind.NEWER,
                    "%s has version %d, and this ipvm knows %d: update ipvm, or take the store over"
                                    .formatted(file, version, steps.size())
                            + " with the newer one's 'ipvm store export FILE' and 'ipvm store import"
                            + " FILE'");
        }
        if (version < steps.size()) {
            take(steps.subList((int) version, steps.size()), writer);
        }
    }

    private void take(List<List<String>> missing, Sql writer) throws SQLException {
        writer.plain("BEGIN IMMEDIATE");
        for (var step : missing) {
            for (var statement : step) {
                writer.plain(statement);
            }
        }
        writer.plain("PRAGMA application_id=" + Schema.APPLICATION);
        writer.plain("PRAGMA user_version=" + steps.size());
        writer.plain("COMMIT");
    }
}

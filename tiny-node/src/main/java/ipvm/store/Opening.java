package ipvm.store;

import ipvm.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
            return lock.isPresent() ? writable(lock) : readable();
        } catch (StoreException e) {
            if (lock.isPresent()) {
                lock.get().close();
            }
            throw e;
        }
    }

    /// Nothing where nobody may write: then the store can be read all the same.
    private Optional<StoreLock> lock(long pid) throws IOException {
        try {
            return Optional.of(
                    StoreLock.take(file.resolveSibling(file.getFileName() + ".lock"), pid));
        } catch (AccessDeniedException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("Read-only")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The index of the log takes room before anything is read, so the reserve may be needed here.
    private SqliteStore writable(Optional<StoreLock> lock) throws StoreException {
        var reserve = Reserve.of(file);
        try {
            return written(lock, reserve);
        } catch (StoreException e) {
            if (e.kind() != Kind.FULL || !reserve.spend()) {
                throw e;
            }
            return written(lock, reserve);
        }
    }

    private SqliteStore written(Optional<StoreLock> lock, Reserve reserve) throws StoreException {
        try {
            var writer = writer();
            var room = new Room(writer, reserve, bytesMax);
            var opened = new Opened(file, lock, writer, another(writer, config(), url()), room);
            try {
                room.begin();
                return new SqliteStore(opened, bytesMax);
            } catch (SQLException | StoreException e) {
                opened.disconnect();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFault.of(e);
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
            return writer;
        } catch (SQLException | StoreException e) {
            writer.close();
            throw e;
        }
    }

    private static Sql another(Sql first, SQLiteConfig config, String url) throws SQLException {
        try {
            return new Sql(config.createConnection(url));
        } catch (SQLException e) {
            first.close();
            throw e;
        }
    }

    /// What is on a disk that takes no writes; SQLite itself refuses each.
    SqliteStore readable() throws StoreException {
        var config = config();
        config.setReadOnly(true);
        try {
            var first = new Sql(config.createConnection(readUrl(file)));
            var room = new Room(first, Reserve.of(file), bytesMax);
            var second = another(first, config, readUrl(file));
            var opened = new Opened(file, Optional.empty(), first, second, room);
            try {
                requireThisVersion(first);
                return new SqliteStore(opened, bytesMax);
            } catch (StoreException e) {
                opened.disconnect();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFault.of(e);
        }
    }

    private void requireThisVersion(Sql sql) throws StoreException {
        long version = version(sql);
        if (version < steps.size()) {
            throw new StoreException(
                    Kind.READ_ONLY,
                    "%s has version %d and may not be written, so it cannot become version %d"
                            .formatted(file, version, steps.size()));
        }
    }

    /// Where nobody can write, nobody can make the index of the log either; a file without a log is
    /// read without one.
    static String readUrl(Path file) {
        var folder = file.toAbsolutePath().getParent();
        boolean isStill = folder != null && !Files.isWritable(folder) && !hasLog(file);
        return isStill ? stillUrl(file) : "jdbc:sqlite:" + file;
    }

    /// Reads a file as one that nobody writes, which needs no index of the log.
    static String stillUrl(Path file) {
        return "jdbc:sqlite:" + file.toUri() + "?immutable=1";
    }

    static boolean hasLog(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal").toFile().length() > 0;
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
        long version = version(writer);
        if (version < steps.size()) {
            take(steps.subList((int) version, steps.size()), writer);
        }
    }

    /// How old our tables are that are there, 0 where there are none.
    private long version(Sql sql) throws StoreException {
        long version = sql.number("PRAGMA user_version");
        long application = sql.number("PRAGMA application_id");
        if (application != Schema.APPLICATION && sql.number("PRAGMA schema_version") > 0) {
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
        return version;
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

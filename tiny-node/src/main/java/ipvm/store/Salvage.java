package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.store.StoreException.Kind;
import ipvm.task.Sealed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/// Reads a store's file as far as it can be read, whatever is wrong with it and whoever wrote it.
///
/// It writes nothing, takes no lock and migrates nothing, so it also looks at a store that is in
/// use. Where a page is damaged it goes on behind it, row by row.
public final class Salvage implements AutoCloseable {

    private static final int FAULTS_MAX = 100;

    private final Sql sql;
    private final long version;

    /// What is found, piece by piece.
    public interface Finder {

        void block(Cid cid, Bytes data) throws java.io.IOException;

        void receipt(Filed filed) throws java.io.IOException;

        /// Something is there that cannot be read.
        void lost(String what) throws java.io.IOException;
    }

    private Salvage(Sql sql, long version) {
        this.sql = sql;
        this.version = version;
    }

    public static Salvage open(Path file) throws StoreException {
        try {
            return open(file, Opening.readUrl(file));
        } catch (StoreException e) {
            if (e.kind() != Kind.FULL || Opening.hasLog(file)) {
                throw e;
            }
            return open(file, Opening.stillUrl(file));
        }
    }

    private static Salvage open(Path file, String url) throws StoreException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5_000);
        try {
            var sql = new Sql(config.createConnection(url));
            try {
                return new Salvage(sql, version(sql, file));
            } catch (StoreException e) {
                sql.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFault.of(e);
        }
    }

    private static long version(Sql sql, Path file) throws StoreException {
        if (sql.number("PRAGMA application_id") != Schema.APPLICATION) {
            throw new StoreException(Kind.DAMAGED, file + " is a database of something else");
        }
        return sql.number("PRAGMA user_version");
    }

    /// The version of the tables; a later one than [#known] may have what is not read here.
    public long version() {
        return version;
    }

    public static long known() {
        return Schema.STEPS.size();
    }

    /// What SQLite finds wrong with the file.
    public List<String> faults() {
        try {
            return sql
                    .all("PRAGMA integrity_check(" + FAULTS_MAX + ")", row -> row.getString(1))
                    .stream()
                    .filter(line -> !line.equals("ok"))
                    .toList();
        } catch (StoreException e) {
            return List.of(reason(e));
        }
    }

    /// Names under which values of a purpose lie, as far as they can be read.
    public List<String> keys(Change.Purpose purpose) {
        try {
            return sql.all(
                    "SELECT key FROM settings WHERE purpose=? ORDER BY key",
                    row -> row.getString(1),
                    purpose.name());
        } catch (StoreException e) {
            return List.of();
        }
    }

    public void blocks(Finder finder) throws java.io.IOException {
        for (var place : shelf(finder).entrySet()) {
            var name = place.getKey();
            try {
                var data =
                        sql.one(
                                "SELECT data FROM blocks WHERE number=?",
                                row -> Sql.bytes(row, 1),
                                place.getValue());
                if (data.isEmpty()) {
                    finder.lost("block " + name + ": its bytes are gone");
                } else if (!isNamed(name, data.get())) {
                    finder.lost("block " + name + ": holds other bytes");
                } else {
                    finder.block(name, data.get());
                }
            } catch (StoreException e) {
                finder.lost("block " + name + ": " + reason(e));
            }
        }
    }

    private static boolean isNamed(Cid cid, Bytes data) {
        try {
            return cid.names(data);
        } catch (MalformedException e) {
            return false;
        }
    }

    /// From both ends of the index up to where it is damaged.
    private Map<Cid, Long> shelf(Finder finder) throws java.io.IOException {
        var places = new LinkedHashMap<Cid, Long>();
        var fault = shelf("ASC", places);
        if (!fault.isEmpty()) {
            shelf("DESC", places);
            finder.lost("names of blocks: " + fault);
        }
        return places;
    }

    private String shelf(String order, Map<Cid, Long> into) {
        try {
            sql.all(
                    "SELECT cid, number FROM shelf ORDER BY cid " + order,
                    row -> {
                        into.put(Sql.cid(row, 1), row.getLong(2));
                        return true;
                    });
            return "";
        } catch (StoreException e) {
            return reason(e);
        }
    }

    /// All receipts, the oldest first.
    public void receipts(Finder finder) throws java.io.IOException {
        for (long number : numbers(finder)) {
            try {
                var filed =
                        sql.one(
                                "SELECT " + SqliteStore.FILED + " FROM receipts WHERE number=?",
                                Rows::filed,
                                number);
                if (filed.isPresent()) {
                    receipt(filed.get(), finder);
                }
            } catch (StoreException e) {
                finder.lost("receipt number " + number + ": " + reason(e));
            }
        }
    }

    private static void receipt(Filed filed, Finder finder) throws java.io.IOException {
        if (!isNamed(filed.receipt(), filed.token())) {
            finder.lost("receipt " + filed.receipt() + ": holds other bytes");
        } else if (!Sealed.isSealed(filed.taskBytes())
                && !isNamed(filed.task(), filed.taskBytes())) {
            finder.lost("task " + filed.task() + ": holds other bytes");
        } else {
            finder.receipt(filed);
        }
    }

    /// The numbers of receipts; where they cannot be listed, all that there may be.
    private List<Long> numbers(Finder finder) throws java.io.IOException {
        var numbers = new ArrayList<Long>();
        try {
            sql.all(
                    "SELECT number FROM receipts ORDER BY number",
                    row -> numbers.add(row.getLong(1)));
            return numbers;
        } catch (StoreException e) {
            finder.lost("list of receipts: " + reason(e));
        }
        long last = last();
        for (long number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
                number <= last;
                number++) {
            numbers.add(number);
        }
        return numbers;
    }

    /// The highest number of a receipt, 0 where even that cannot be read.
    private long last() {
        try {
            return sql.number("SELECT max(number) FROM receipts");
        } catch (StoreException e) {
            return 0;
        }
    }

    /// What SQLite says, without the advice that leads here.
    private static String reason(StoreException e) {
        var cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a file that was only read and does not close", e);
        }
    }
}

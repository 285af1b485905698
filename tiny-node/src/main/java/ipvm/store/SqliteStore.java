package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The store on the disk: one SQLite file with a write-ahead log, synced at each commit.
///
/// Two connections: commits wait for the disk on one, and what was committed is read on the other
/// meanwhile.
public final class SqliteStore implements Store {

    static final String FILED = "receipt, task, names, body, token, at, ours";

    private final Sql writer;
    private final Sql reader;
    private final Writes writes;
    private final Recent recent = new Recent();
    private final Opened opened;
    private final long bytesMax;

    /// Blocks that were read since the last commit: an idle board writes nothing, so their use is
    /// noted when something else is written.
    private final Set<Cid> used = ConcurrentHashMap.newKeySet();

    SqliteStore(Opened opened, long bytesMax) throws StoreException {
        this.writer = opened.writer();
        this.reader = opened.reader();
        this.opened = opened;
        this.bytesMax = bytesMax;
        this.writes = new Writes(writer, recent);
        load();
    }

    /// Opens the store in a file, or makes it; the file's folder must be there.
    ///
    /// @param pid of this process, for others to see
    public static SqliteStore open(Path file, long bytesMax, long pid) throws IOException {
        return new Opening(file, bytesMax, Schema.STEPS).open(pid);
    }

    @Override
    public void commit(List<Change> changes) throws StoreException {
        synchronized (writer) {
            try {
                committed(changes);
            } catch (SQLException e) {
                throw SqliteFault.of(e);
            }
        }
    }

    /// A disk that is full may have a reserve, and may hold cached blocks that nobody needs.
    private void committed(List<Change> changes) throws SQLException, StoreException {
        var fault = refusal(changes);
        if (fault.isPresent() && opened.room().found()) {
            fault = refusal(changes);
        }
        if (fault.isPresent() && evicts(changes)) {
            fault = refusal(changes);
        }
        if (fault.isPresent()) {
            throw full(fault.get(), changes);
        }
    }

    /// Why there is no room for some changes, nothing where they are made.
    private Optional<SQLException> refusal(List<Change> changes)
            throws SQLException, StoreException {
        try {
            writes.transaction(changes, used);
            return Optional.empty();
        } catch (SQLException e) {
            if (SqliteFault.of(e).kind() != Kind.FULL) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /// The quota or the disk: a person does different things about them.
    private StoreException full(SQLException e, List<Change> changes) throws StoreException {
        var fault = SqliteFault.of(e);
        boolean isQuota = usage().bytes() + Quota.wanted(changes) >= bytesMax;
        return fault.kind() == Kind.FULL && isQuota
                ? new StoreException(Kind.FULL, Quota.full(bytesMax))
                : fault;
    }

    /// Lets cached blocks go that were not used for long, until there is room for what is to come.
    private boolean evicts(List<Change> changes) throws StoreException {
        var gone = Quota.evicted(blocks(), changes);
        try {
            writes.transaction(gone, used);
            return !gone.isEmpty();
        } catch (SQLException e) {
            return false; // the disk is so full that nothing can be let go
        }
    }

    @Override
    public Optional<Bytes> block(Cid cid) throws StoreException {
        var name = cid.toV1();
        Optional<Bytes> data;
        synchronized (reader) {
            data =
                    reader.one(
                            "SELECT data FROM blocks JOIN shelf USING(number) WHERE cid=?",
                            row -> Sql.bytes(row, 1),
                            name);
        }
        if (data.isPresent()) {
            used.add(name);
            return Optional.of(verified(cid, data.get()));
        }
        for (var filed : receipts(cid)) {
            if (Filing.holds(filed, cid)) {
                return Optional.of(verified(cid, Filing.block(filed, cid)));
            }
        }
        return Optional.empty();
    }

    private static Bytes verified(Cid cid, Bytes data) throws StoreException {
        try {
            if (cid.names(data)) {
                return data;
            }
        } catch (MalformedException e) {
            throw new StoreException(Kind.DAMAGED, SqliteFault.damaged(e.getMessage()), e);
        }
        throw new StoreException(
                Kind.DAMAGED, SqliteFault.damaged("block " + cid + " holds other bytes"));
    }

    @Override
    public boolean has(Cid cid) throws StoreException {
        synchronized (reader) {
            return reader.one("SELECT 1 FROM shelf WHERE cid=?", row -> true, cid.toV1())
                            .isPresent()
                    || receipts(cid).stream().anyMatch(filed -> Filing.holds(filed, cid));
        }
    }

    @Override
    public List<Filed> receipts(Cid name) throws StoreException {
        synchronized (reader) {
            var found = new ArrayList<Filed>();
            for (long number : numbers(reader, recent, name)) {
                filed(reader, number).ifPresent(found::add);
            }
            return found;
        }
    }

    /// Names move from memory to the table, so whoever looks in that order misses none.
    static Set<Long> numbers(Sql sql, Recent recent, Cid name) throws StoreException {
        var numbers = new TreeSet<>(recent.find(name));
        if (recent.isAll()) {
            return numbers;
        }
        numbers.addAll(
                sql.all("SELECT number FROM names WHERE name=?", row -> row.getLong(1), name));
        return numbers;
    }

    static Optional<Filed> filed(Sql sql, long number) throws StoreException {
        return sql.one("SELECT " + FILED + " FROM receipts WHERE number=?", Rows::filed, number);
    }

    /// The receipts whose names are not in the table yet.
    private void load() throws StoreException {
        if (writer.number("SELECT number FROM indexed") > 0) {
            recent.others();
        }
        var unindexed =
                writer.all(
                        "SELECT "
                                + FILED
                                + ", number, kept FROM receipts"
                                + " WHERE number > (SELECT number FROM indexed)",
                        Rows::numbered);
        unindexed.forEach(one -> recent.add(one.number(), one.filed()));
    }

    @Override
    public List<Numbered> receiptsAfter(long after, int max) throws StoreException {
        synchronized (reader) {
            return reader.all(
                    "SELECT "
                            + FILED
                            + ", number, kept FROM receipts WHERE number > ? ORDER BY number"
                            + " LIMIT ?",
                    Rows::numbered,
                    after,
                    max);
        }
    }

    @Override
    public List<Numbered> lastReceipts(int max) throws StoreException {
        synchronized (reader) {
            return reader.all(
                            "SELECT "
                                    + FILED
                                    + ", number, kept FROM receipts ORDER BY number DESC LIMIT ?",
                            Rows::numbered,
                            max)
                    .reversed();
        }
    }

    @Override
    public List<Entry> journal() throws StoreException {
        synchronized (reader) {
            return reader.all(
                    "SELECT name, body, at FROM journal ORDER BY number",
                    row -> new Entry(Sql.cid(row, 1), Sql.bytes(row, 2), row.getLong(3)));
        }
    }

    @Override
    public Optional<Intent> intent(Cid name) throws StoreException {
        synchronized (reader) {
            return reader.one(
                    "SELECT name, body, state, at FROM intents WHERE name=?", Rows::intent, name);
        }
    }

    @Override
    public List<Intent> unsettled() throws StoreException {
        synchronized (reader) {
            return reader.all(
                    "SELECT name, body, state, at FROM intents WHERE state <> 1 ORDER BY number",
                    Rows::intent);
        }
    }

    @Override
    public Account account(Cid name) throws StoreException {
        synchronized (reader) {
            return reader.one(
                            "SELECT since, used FROM accounts WHERE name=?",
                            row -> new Account(row.getLong(1), row.getLong(2)),
                            name)
                    .orElse(Account.UNUSED);
        }
    }

    @Override
    public boolean isSeen(Cid invocation) throws StoreException {
        synchronized (reader) {
            return reader.one("SELECT 1 FROM seen WHERE name=?", row -> true, invocation)
                    .isPresent();
        }
    }

    @Override
    public Optional<Bytes> value(Change.Purpose purpose, String key) throws StoreException {
        synchronized (reader) {
            return reader.one(
                    "SELECT value FROM settings WHERE purpose=? AND key=?",
                    row -> Sql.bytes(row, 1),
                    purpose.name(),
                    key);
        }
    }

    @Override
    public SortedMap<String, Bytes> values(Between keys, Cut cut) throws StoreException {
        var values = new TreeMap<String, Bytes>();
        synchronized (reader) {
            reader.all(
                            "SELECT key, value FROM settings WHERE purpose=? AND key>? AND key<?"
                                    + (cut.isFromEnd()
                                            ? " ORDER BY key DESC LIMIT ?"
                                            : " ORDER BY key LIMIT ?"),
                            row -> Map.entry(row.getString(1), Sql.bytes(row, 2)),
                            keys.purpose().name(),
                            keys.after(),
                            keys.before(),
                            cut.max())
                    .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        }
        return values;
    }

    @Override
    public List<Shelved> blocks() throws StoreException {
        synchronized (reader) {
            return reader.all(
                    "SELECT cid, bytes, pinned FROM shelf ORDER BY used",
                    row -> new Shelved(Sql.cid(row, 1), row.getLong(2), row.getInt(3) != 0));
        }
    }

    @Override
    public Usage usage() throws StoreException {
        synchronized (reader) {
            return new Usage(
                    bytesUsed(),
                    bytesMax,
                    reader.number("SELECT count(*) FROM shelf"),
                    reader.number("SELECT count(*) FROM receipts"));
        }
    }

    @Override
    public long bytesUsed() throws StoreException {
        synchronized (reader) {
            long pages =
                    reader.number("PRAGMA page_count") - reader.number("PRAGMA freelist_count");
            return pages * Opening.PAGE_BYTES;
        }
    }

    @Override
    public long bytesMax() {
        return bytesMax;
    }

    /// Faults that SQLite finds when it reads all of the file, none where it is whole.
    public List<String> faults() throws StoreException {
        synchronized (reader) {
            return reader.all("PRAGMA integrity_check(20)", row -> row.getString(1)).stream()
                    .filter(line -> !line.equals("ok"))
                    .toList();
        }
    }

    /// Gives freed pages back to the disk.
    public void compact() throws StoreException {
        synchronized (writer) {
            try {
                writer.release();
                writer.plain("VACUUM");
                writer.plain("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                throw SqliteFault.of(e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (writer) {
            synchronized (reader) {
                closed();
            }
        }
    }

    private void closed() {
        try {
            opened.disconnect();
            if (opened.lock().isPresent()) {
                opened.room().end();
                opened.lock().get().close();
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("a store that does not close", e);
        }
    }

    @Override
    public String toString() {
        return opened.file().toString();
    }
}

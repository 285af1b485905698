package ipvm.store;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Changes as SQL: all of a list in one transaction.
final class Writes {

    private final Sql sql;

    private final Recent recent;

    /// Receipts of the transaction that is open.
    private final Recent staged = new Recent();

    /// What becomes true with its end.
    private final List<Runnable> settled = new ArrayList<>();

    /// Counts transactions that used blocks, so that those not used for long are known.
    private long useClock;

    private long lastNumber;

    Writes(Sql sql, Recent recent) throws StoreException {
        this.sql = sql;
        this.recent = recent;
        this.useClock = sql.number("SELECT max(used) FROM shelf");
        this.lastNumber = sql.number("SELECT max(number) FROM receipts");
    }

    void transaction(List<Change> changes, Set<Cid> used) throws SQLException, StoreException {
        sql.plain("BEGIN IMMEDIATE");
        try {
            noteUse(used);
            if (recent.isFull()) {
                index();
            }
            for (var change : changes) {
                apply(change);
            }
            sql.plain("COMMIT");
            settled.forEach(Runnable::run);
        } catch (SQLException | StoreException e) {
            rollback();
            throw e;
        } finally {
            settled.clear();
            staged.clear();
        }
    }

    /// Puts the names of the last receipts where names are looked up, all at once and in order.
    private void index() throws SQLException {
        recent.others();
        for (var lead : recent.leads()) {
            sql.run("INSERT INTO names(name, number) VALUES(?, ?)", lead.name(), lead.number());
        }
        sql.run("UPDATE indexed SET number=?", lastNumber);
        settled.add(recent::clear);
    }

    /// SQLite may have given up the transaction by itself.
    private void rollback() throws SQLException {
        try {
            sql.plain("ROLLBACK");
        } catch (SQLException e) {
            if (e.getErrorCode() != 1) {
                throw e;
            }
        }
    }

    private void noteUse(Set<Cid> used) throws SQLException {
        if (!used.isEmpty()) {
            useClock++;
            for (var cid : Set.copyOf(used)) {
                sql.run("UPDATE shelf SET used=? WHERE cid=?", useClock, cid);
                used.remove(cid);
            }
        }
    }

    private void apply(Change change) throws SQLException, StoreException {
        switch (change) {
            case Change.Put(var block, var pinned) -> put(block, pinned);
            case Change.Pin(var cid, var pinned) ->
                    sql.run("UPDATE shelf SET pinned=? WHERE cid=?", pinned, cid.toV1());
            case Change.Drop(var cid) -> drop(cid.toV1());
            case Change.File(var filed) -> file(filed);
            case Change.Unfile(var cid) -> unfile(cid);
            case Change.Retain(var cid, var kept) -> retain(cid, kept);
            case Change.Accept(var entry) ->
                    sql.run(
                            "INSERT INTO journal(name, body, at) VALUES(?,?,?)"
                                    + " ON CONFLICT(name) DO NOTHING",
                            entry.name(),
                            entry.body(),
                            entry.atMillis());
            case Change.Done(var name) -> sql.run("DELETE FROM journal WHERE name=?", name);
            case Change.Intend(var intent) ->
                    sql.run(
                            "INSERT INTO intents(name, body, state, at) VALUES(?,?,?,?)"
                                    + " ON CONFLICT(name) DO UPDATE SET state=excluded.state,"
                                    + " body=excluded.body",
                            intent.name(),
                            intent.body(),
                            intent.state().code(),
                            intent.atMillis());
            case Change.Charge(var name, var since, var used) ->
                    sql.run(
                            "INSERT OR REPLACE INTO accounts(name, since, used) VALUES(?,?,?)",
                            name,
                            since,
                            used);
            case Change.See(var name, var until) ->
                    sql.run("INSERT OR REPLACE INTO seen(name, until) VALUES(?,?)", name, until);
            case Change.Unsee(var before) -> sql.run("DELETE FROM seen WHERE until < ?", before);
            case Change.Set(var purpose, var key, var value) -> set(purpose.name(), key, value);
        }
    }

    private void put(Block block, boolean isPinned) throws SQLException {
        var cid = block.cid().toV1();
        var known = "UPDATE shelf SET pinned=max(pinned, ?) WHERE cid=?";
        if (sql.run(known, isPinned, cid) > 0) {
            return;
        }
        sql.run("INSERT INTO blocks(data) VALUES(?)", block.data());
        sql.run(
                "INSERT INTO shelf(cid, number, bytes, used, pinned)"
                        + " VALUES(?, last_insert_rowid(), ?, ?, ?)",
                cid,
                block.data().size(),
                ++useClock,
                isPinned);
    }

    private void drop(Cid cid) throws SQLException {
        sql.run("DELETE FROM blocks WHERE number=(SELECT number FROM shelf WHERE cid=?)", cid);
        sql.run("DELETE FROM shelf WHERE cid=?", cid);
    }

    private void set(String purpose, String key, Optional<Bytes> value) throws SQLException {
        if (value.isPresent()) {
            sql.run(
                    "INSERT OR REPLACE INTO settings(purpose, key, value) VALUES(?,?,?)",
                    purpose,
                    key,
                    value.get());
        } else {
            sql.run("DELETE FROM settings WHERE purpose=? AND key=?", purpose, key);
        }
    }

    private Set<Long> numbers(Cid name) throws StoreException {
        var numbers = new TreeSet<>(staged.find(name));
        numbers.addAll(SqliteStore.numbers(sql, recent, name));
        return numbers;
    }

    private void file(Filed filed) throws SQLException, StoreException {
        if (!numbers(filed.receipt()).isEmpty()) {
            return;
        }
        long number = ++lastNumber;
        sql.run(
                "INSERT INTO receipts(" + SqliteStore.FILED + ", number) VALUES(?,?,?,?,?,?,?,?)",
                filed.receipt(),
                filed.task(),
                Names.encode(filed.names()),
                filed.taskBytes(),
                filed.token(),
                filed.atMillis(),
                filed.isOurs(),
                number);
        staged.add(number, filed);
        settled.add(() -> recent.add(number, filed));
    }

    private void unfile(Cid receipt) throws SQLException, StoreException {
        for (long number : numbers(receipt)) {
            var filed = SqliteStore.filed(sql, number);
            sql.run("DELETE FROM receipts WHERE number=?", number);
            for (var name : filed.isPresent() ? Filing.names(filed.get()) : Set.<Cid>of()) {
                sql.run("DELETE FROM names WHERE name=? AND number=?", name, number);
            }
            filed.ifPresent(gone -> settled.add(() -> recent.remove(number, gone)));
        }
    }

    private void retain(Cid receipt, boolean isKept) throws SQLException, StoreException {
        for (long number : numbers(receipt)) {
            sql.run("UPDATE receipts SET kept=? WHERE number=?", isKept, number);
        }
    }
}

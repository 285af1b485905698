package ipvm.store;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes as SQL: all of a list in one transaction.
final class Writes {

    private final Sql sql;

    /// Counts transactions that used blocks, so that those not used for long are known.
    private long useClock;

    Writes(Sql sql, long useClock) {
        this.sql = sql;
        this.useClock = useClock;
    }

    void transaction(List<Change> changes, Set<Cid> used) throws SQLException {
        sql.plain("BEGIN IMMEDIATE");
        try {
            noteUse(used);
            for (var change : changes) {
                apply(change);
            }
            sql.plain("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw e;
        }
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

    private void apply(Change change) throws SQLException {
        switch (change) {
            case Change.Put(var block, var pinned) -> put(block, pinned);
            case Change.Pin(var cid, var pinned) ->
                    sql.run("UPDATE shelf SET pinned=? WHERE cid=?", pinned, cid.toV1());
            case Change.Drop(var cid) -> drop(cid.toV1());
            case Change.File(var filed) -> file(filed);
            case Change.Unfile(var cid) -> unfile(cid);
            case Change.Retain(var cid, var kept) ->
                    sql.run(
                            "UPDATE receipts SET kept=? WHERE number IN"
                                    + " (SELECT number FROM names WHERE name=?)",
                            kept,
                            cid);
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

    private void file(Filed filed) throws SQLException {
        int added =
                sql.run(
                        "INSERT INTO receipts("
                                + SqliteStore.FILED
                                + ") SELECT ?,?,?,?,?,?,? WHERE NOT EXISTS"
                                + " (SELECT 1 FROM names WHERE name=?)",
                        filed.receipt(),
                        filed.task(),
                        Names.encode(filed.names()),
                        filed.taskBytes(),
                        filed.token(),
                        filed.atMillis(),
                        filed.isOurs(),
                        filed.receipt());
        if (added == 0) {
            return;
        }
        for (var name : Filing.names(filed)) {
            sql.run("INSERT INTO names(name, number) VALUES(?, last_insert_rowid())", name);
        }
    }

    /// The number is taken from the name, which goes last.
    private void unfile(Cid receipt) throws SQLException {
        var numbers = "(SELECT number FROM names WHERE name=?)";
        sql.run("DELETE FROM receipts WHERE number IN " + numbers, receipt);
        sql.run("DELETE FROM names WHERE number IN " + numbers, receipt);
    }
}

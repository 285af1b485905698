package ipvm.store;

import java.util.List;

/// The tables of the store on the disk, as the steps that led to them: each version is the number
/// of steps taken.
///
/// A step is never changed once it was released; what is to be otherwise is a further one.
final class Schema {

    /// Marks a file of SQLite's as ours.
    static final int APPLICATION = 0x4950564d; // IPVM

    private static final List<String> FIRST =
            List.of(
                    """
                    CREATE TABLE receipts(number INTEGER PRIMARY KEY,
                      receipt BLOB NOT NULL, task BLOB NOT NULL, names BLOB NOT NULL,
                      body BLOB NOT NULL, token BLOB NOT NULL, at INTEGER NOT NULL,
                      ours INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0)\
                    """,
                    // Of receipts up to the one that `indexed` says; see Recent.
                    """
                    CREATE TABLE names(name BLOB NOT NULL, number INTEGER NOT NULL,
                      PRIMARY KEY(name, number)) WITHOUT ROWID\
                    """,
                    "CREATE TABLE indexed(number INTEGER NOT NULL)",
                    "INSERT INTO indexed(number) VALUES(0)",
                    // What changes about a block stands apart from it: SQLite writes all of a row.
                    """
                    CREATE TABLE shelf(cid BLOB PRIMARY KEY, number INTEGER NOT NULL,
                      bytes INTEGER NOT NULL, used INTEGER NOT NULL, pinned INTEGER NOT NULL)
                      WITHOUT ROWID\
                    """,
                    "CREATE TABLE blocks(number INTEGER PRIMARY KEY, data BLOB NOT NULL)",
                    """
                    CREATE TABLE journal(number INTEGER PRIMARY KEY,
                      name BLOB NOT NULL UNIQUE, body BLOB NOT NULL, at INTEGER NOT NULL)\
                    """,
                    """
                    CREATE TABLE intents(number INTEGER PRIMARY KEY,
                      name BLOB NOT NULL UNIQUE, body BLOB NOT NULL, state INTEGER NOT NULL,
                      at INTEGER NOT NULL)\
                    """,
                    "CREATE INDEX unsettled ON intents(number) WHERE state <> 1",
                    """
                    CREATE TABLE accounts(name BLOB PRIMARY KEY, since INTEGER NOT NULL,
                      used INTEGER NOT NULL) WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE seen(name BLOB PRIMARY KEY, until INTEGER NOT NULL)
                      WITHOUT ROWID\
                    """,
                    """
                    CREATE TABLE settings(purpose TEXT NOT NULL, key TEXT NOT NULL,
                      value BLOB NOT NULL, PRIMARY KEY(purpose, key)) WITHOUT ROWID\
                    """);

    static final List<List<String>> STEPS = List.of(FIRST);

    private Schema() {}
}

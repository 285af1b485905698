package ipvm.store;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A store's file as somebody else sees it who has SQLite.
final class Tables {

    private Tables() {}

    static void run(Path file, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var made = connection.createStatement()) {
            for (var statement : statements) {
                made.execute(statement);
            }
        }
    }

    /// Has the rows of the journal be what its table does not allow, on pages that are whole.
    static void breakJournal(Path file) throws SQLException {
        run(
                file,
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_master SET sql=replace(sql, 'body BLOB', 'body BLOB CHECK(at<0)')"
                        + " WHERE name='journal'");
    }

    static long count(Path file, String table) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var made = connection.createStatement();
                var rows = made.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// The pages that hold the rows of a table, in their order.
    static List<Long> leaves(Path file, String table) throws SQLException {
        var query = "SELECT pageno FROM dbstat WHERE name=? AND pagetype='leaf' ORDER BY path";
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var made = connection.prepareStatement(query)) {
            made.setString(1, table);
            var pages = new ArrayList<Long>();
            try (var rows = made.executeQuery()) {
                while (rows.next()) {
                    pages.add(rows.getLong(1));
                }
            }
            return pages;
        }
    }
}

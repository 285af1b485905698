package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One connection with the statements that were prepared on it; one thread at a time uses it.
final class Sql implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /// What one row says.
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException, MalformedException;
    }

    int run(String sql, Object... values) throws SQLException {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            forget(sql); // the driver has finalized it
            throw e;
        }
    }

    private void forget(String sql) throws SQLException {
        var statement = prepared.remove(sql);
        if (statement != null) {
            statement.close();
        }
    }

    <T> Optional<T> one(String sql, Reading<T> reading, Object... values) throws StoreException {
        return all(sql, reading, values).stream().findFirst();
    }

    <T> List<T> all(String sql, Reading<T> reading, Object... values) throws StoreException {
        try (var rows = bound(sql, values).executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        } catch (SQLException e) {
            throw failed(sql, e);
        } catch (MalformedException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, SqliteFault.damaged(e.getMessage()), e);
        }
    }

    private StoreException failed(String sql, SQLException fault) {
        try {
            forget(sql);
        } catch (SQLException e) {
            fault.addSuppressed(e);
        }
        return SqliteFault.of(fault);
    }

    /// A statement that is not worth preparing.
    void plain(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws StoreException {
        return one(sql, row -> row.getLong(1)).orElse(0L);
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        var statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, Object value)
            throws SQLException {
        switch (value) {
            case Bytes bytes -> statement.setBytes(at, bytes.toArray());
            case Cid cid -> statement.setBytes(at, cid.encode().toArray());
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case Boolean truth -> statement.setInt(at, truth ? 1 : 0);
            case String text -> statement.setString(at, text);
            default -> throw new IllegalArgumentException("no column for " + value.getClass());
        }
    }

    static Bytes bytes(ResultSet row, int column) throws SQLException {
        var bytes = row.getBytes(column);
        return bytes == null ? Bytes.EMPTY : Bytes.wrap(bytes);
    }

    static Cid cid(ResultSet row, int column) throws SQLException, MalformedException {
        return Cid.decode(bytes(row, column));
    }

    /// Lets all statements go, some of which the driver holds open.
    void release() throws SQLException {
        for (var statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }

    @Override
    public void close() throws SQLException {
        release();
        connection.close();
    }
}

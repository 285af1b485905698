package ipvm.store;

import ipvm.data.MalformedException;
import ipvm.store.Store.Numbered;
import java.sql.ResultSet;
import java.sql.SQLException;

/// What the rows of the tables say.
final class Rows {

    private Rows() {}

    static Filed filed(ResultSet row) throws SQLException, MalformedException {
        return new Filed(
                Sql.cid(row, 1),
                Sql.cid(row, 2),
                Names.decode(Sql.bytes(row, 3)),
                Sql.bytes(row, 4),
                Sql.bytes(row, 5),
                row.getLong(6),
                row.getInt(7) != 0);
    }

    static Numbered numbered(ResultSet row) throws SQLException, MalformedException {
        return new Numbered(row.getLong(8), filed(row), row.getInt(9) != 0);
    }

    static Intent intent(ResultSet row) throws SQLException, MalformedException {
        return new Intent(
                Sql.cid(row, 1), Sql.bytes(row, 2), Intent.State.of(row.getInt(3)), row.getLong(4));
    }
}

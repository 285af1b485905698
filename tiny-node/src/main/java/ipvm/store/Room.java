package ipvm.store;

import ipvm.store.StoreException.Kind;
import java.sql.SQLException;

/// How far the file may grow: up to the quota, and not at all while the disk is so full that the
/// reserve had to be spent.
///
/// Then the log has the reserve's room and begins anew whenever that is used up, so that blocks can
/// be let go, and what was let go is room for others. It is taken back as soon as there is other.
final class Room {

    private final Sql writer;
    private final Reserve reserve;
    private final long bytesMax;
    private boolean isTight;

    Room(Sql writer, Reserve reserve, long bytesMax) {
        this.writer = writer;
        this.reserve = reserve;
        this.bytesMax = bytesMax;
    }

    /// Begins with the reserve taken, or without where there is no room for it.
    void begin() throws SQLException, StoreException {
        isTight = !reserve.keep();
        bound();
    }

    /// Does what can be done about a disk that took no more; says whether it is worth another try.
    boolean found() throws SQLException, StoreException {
        if (isTight) {
            isTight = !(reserve.hasRoomFor(2L * Reserve.BYTES) && reserve.keep());
        } else if (reserve.hasRoomFor(Reserve.BYTES)) {
            return false; // it is the quota that is full
        } else {
            isTight = reserve.spend();
        }
        bound();
        rewind();
        return true;
    }

    /// The log begins anew where all that it says can be written to where it belongs.
    private void rewind() throws SQLException {
        try {
            writer.plain("PRAGMA wal_checkpoint(RESTART)");
        } catch (SQLException e) {
            if (SqliteFault.of(e).kind() != Kind.FULL) {
                throw e;
            }
        }
    }

    private void bound() throws SQLException, StoreException {
        // A file that is too large already may shrink, and must be read until it has.
        long there = writer.number("PRAGMA page_count");
        long pages = isTight ? there : Math.max(bytesMax / Opening.PAGE_BYTES, there);
        writer.plain("PRAGMA max_page_count=" + pages);
    }

    /// What the log took is free again.
    void end() {
        reserve.keep();
    }
}

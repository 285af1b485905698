package ipvm.store;

import ipvm.store.StoreException.Kind;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite says, in the words of a store.
final class SqliteFault {

    /// Of a result code, the part that says what kind it is.
    private static final int PRIMARY = 0xff;

    private SqliteFault() {}

    static StoreException of(SQLException fault) {
        var kind = isWithoutRoom(fault) ? Kind.FULL : kind(fault.getErrorCode() & PRIMARY);
        var message = String.valueOf(fault.getMessage());
        return switch (kind) {
            case FULL -> new StoreException(kind, "StorageFull: no space left on the disk", fault);
            case READ_ONLY ->
                    new StoreException(kind, "the store's disk is read-only: " + message, fault);
            case DAMAGED -> new StoreException(kind, damaged(message), fault);
            case LOCKED, NEWER, BROKEN -> new StoreException(kind, "store: " + message, fault);
        };
    }

    /// The index of the log needs room, too, before anything is read; that is told as an I/O error.
    private static boolean isWithoutRoom(SQLException fault) {
        return fault instanceof SQLiteException e
                && e.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    static String damaged(String what) {
        return "the store is damaged ("
                + what
                + "): 'ipvm store check' says how far, 'ipvm store export FILE' saves what is"
                + " readable, and a new ipvm.db takes it by 'ipvm store import FILE'";
    }

    private static Kind kind(int code) {
        return switch (code) {
            case 13 -> Kind.FULL;
            case 8, 14 -> Kind.READ_ONLY;
            case 11, 26 -> Kind.DAMAGED;
            case 5, 6 -> Kind.LOCKED;
            default -> Kind.BROKEN;
        };
    }
}

package ipvm.jit;

import java.util.Locale;

/// What a module can import or export.
public enum Extern {
    FUNCTION,
    TABLE,
    MEMORY,
    GLOBAL;

    static Extern read(Wire in, String what) throws Refused {
        int at = in.position();
        int code = in.u8();
        if (code == 4) {
            throw Refused.unsupported("exceptions (tag)", at);
        }
        if (code > 4) {
            throw Refused.malformed(what + " kind " + code, at);
        }
        return values()[code];
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

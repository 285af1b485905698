package ipvm.cli;

import ipvm.data.Ipld;
import java.util.Locale;

/// What one look at something came to.
///
/// @param remedy what to do about it, empty where all is well
record Finding(String name, State state, String says, String remedy) {

    /// From nothing to do to something that does not work.
    enum State {
        OK,
        WARN,
        BAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Ink ink() {
            return this == BAD ? Ink.BAD : Ink.DIM;
        }
    }

    static Finding ok(String name, String says) {
        return new Finding(name, State.OK, says, "");
    }

    static Finding warn(String name, String says, String remedy) {
        return new Finding(name, State.WARN, says, remedy);
    }

    static Finding bad(String name, String says, String remedy) {
        return new Finding(name, State.BAD, says, remedy);
    }

    Ipld.Map object() {
        return Ipld.map(
                "check", Ipld.of(name),
                "state", Ipld.of(state.word()),
                "says", Ipld.of(says),
                "remedy", remedy.isEmpty() ? Ipld.ofNull() : Ipld.of(remedy));
    }
}

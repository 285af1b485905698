package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;

/// A command that was about to reach the world, or has.
///
/// @param name the task's, which is also the key by which the world tells one firing from two
/// @param body what has to be known to settle it
public record Intent(Cid name, Bytes body, State state, long atMillis) {

    /// How far it came.
    public enum State {
        /// Written down; it may be on its way.
        OPEN(0),
        /// It was done, or certainly was not: its receipt says which.
        SETTLED(1),
        /// Nobody can know but a person.
        UNKNOWN(2);

        /// How it is written down.
        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static State of(int code) throws MalformedException {
            for (var state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new MalformedException("state of an intent", Integer.toString(code));
        }
    }

    public Intent in(State next) {
        return new Intent(name, body, next, atMillis);
    }
}

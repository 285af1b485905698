package ipvm.dbus;

import java.util.List;

/// What became of a call.
public sealed interface Reply {

    /// It was done, with this to say.
    record Done(List<Datum> body) implements Reply {

        public Done {
            body = List.copyOf(body);
        }

        /// The first value of the answer; an empty dictionary where there is none.
        public Datum first() {
            return body.isEmpty() ? Datum.options() : body.get(0);
        }
    }

    /// It was not done, or nobody answered.
    ///
    /// @param name of the error
    record Failed(String name, String why) implements Reply {

        @Override
        public String toString() {
            return why.isEmpty() ? name : why;
        }
    }
}

package ipvm.link;

import ipvm.data.Bytes;

/// Who hears what happens on a link; every call only queues, from any thread.
public interface Ear {

    /// A frame came from a place.
    void heard(Place from, Bytes frame);

    /// Somebody who speaks to neighbours was found at a place.
    void met(Place place);

    /// A place can be reached no longer, and the link knows it.
    void lost(Place place, String why);

    /// The link itself came up or went down.
    void changed(String link, State state);

    /// A device had something to say; its acknowledgement waits for the answer.
    void read(Reading reading, Answer answer);

    /// What became of a reading: a device that asked for an acknowledgement gets it now.
    interface Answer {

        void taken();

        /// It is wrong, and would be no better the next time.
        void refused(String why);

        /// There are too many of them; this one is gone.
        default void excess(String why, long waitMillis) {
            refused(why);
        }

        /// It cannot be kept at the moment: whoever has it should bring it again.
        default void busy(String why) {
            refused(why);
        }
    }

    /// How a link is, for people who look at it.
    ///
    /// @param address where it listens, or to whom it is connected
    /// @param fault why it is not up; empty when it is
    record State(String address, String fault) {

        public boolean isUp() {
            return fault.isEmpty();
        }
    }
}

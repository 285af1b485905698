package ipvm.node;

import ipvm.key.Did;
import ipvm.link.Place;
import java.util.Optional;

/// What came of asking a neighbour.
///
/// @param reply what it answered; nothing where it could not be reached in time
/// @param place over which it was reached last
/// @param rttMillis how far away it is; -1 where that was not measured
/// @param why it could not be reached
/// @param end how it ended what it said in lines
public record Distant(
        Did did,
        Optional<Reply> reply,
        Optional<Place> place,
        long rttMillis,
        String why,
        Optional<Office.End> end) {

    Distant ended(Office.End last) {
        return new Distant(did, reply, place, rttMillis, why, Optional.of(last));
    }
}

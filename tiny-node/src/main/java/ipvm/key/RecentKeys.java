package ipvm.key;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The keys of names seen lately, since finding a point again costs a seventh of a signature check
/// and the same few issuers sign most tokens.
///
/// It is a table with one place for each hash: bounded, without locks, and a name that loses its
/// place is only read again.
final class RecentKeys {

    private static final int PLACES = 256;

    private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(PLACES);

    private record Known(String name, PublicKey key) {}

    @Nullable PublicKey find(String name) {
        var known = places.get(place(name));
        return known != null && known.name.equals(name) ? known.key : null;
    }

    void add(String name, PublicKey key) {
        places.set(place(name), new Known(name, key));
    }

    private static int place(String name) {
        return Math.floorMod(name.hashCode(), PLACES);
    }
}

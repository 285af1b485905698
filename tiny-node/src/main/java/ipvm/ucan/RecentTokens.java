package ipvm.ucan;

import ipvm.data.Bytes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The tokens read lately: equal bytes are the same token, and the delegations behind a request
/// come with every request.
///
/// That a token is here says that it is well formed, and nothing about its signature, time or
/// revocation. It is a table with one place for each hash: bounded, without locks, and a token that
/// loses its place is only read again.
final class RecentTokens {

    static final RecentTokens SHARED = new RecentTokens();

    /// Tokens of 2 KiB in all places, whatever they hold, keep less than 16 MiB.
    private static final int PLACES = 256;

    private static final int BYTES_MAX = 2_048;

    /// The signature stands here, which differs from token to token.
    private static final int HASHED_BYTES = 32;

    private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(PLACES);

    /// Other limits may refuse what these let pass.
    private record Known(Token token, Limits limits) {}

    @Nullable Token find(Bytes bytes, Limits limits) {
        var known = places.get(place(bytes));
        return known != null && known.limits.equals(limits) && known.token.bytes().equals(bytes)
                ? known.token
                : null;
    }

    /// Remembers a token whose bytes are its own: as a part of a message they would keep all of it.
    void add(Token token, Limits limits) {
        if (fits(token.bytes())) {
            places.set(place(token.bytes()), new Known(token, limits));
        }
    }

    static boolean fits(Bytes bytes) {
        return bytes.size() <= BYTES_MAX;
    }

    private static int place(Bytes bytes) {
        var hashed = bytes.slice(0, Math.min(bytes.size(), HASHED_BYTES));
        return Math.floorMod(hashed.hashCode(), PLACES);
    }
}

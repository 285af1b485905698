package ipvm.data;

import java.util.List;
import java.util.Optional;

/// The maps that DAG-JSON keeps for links and bytes: those with the key `/`.
final class JsonReserved {

    static final String KEY = "/";
    static final String BYTES = "bytes";

    private JsonReserved() {}

    /// Whether a reader could take these entries for a link or bytes; `/` alone never means itself.
    static boolean isReserved(List<Ipld.Entry> entries, Ipld underSlash) {
        return entries.size() == 1
                || underSlash instanceof Ipld.Text
                || base64(underSlash).isPresent();
    }

    /// The text of `{"bytes": text}`.
    static Optional<String> base64(Ipld value) {
        return value instanceof Ipld.Map(var entries)
                        && entries.size() == 1
                        && entries.getFirst() instanceof Ipld.Entry(var key, var inner)
                        && key.equals(BYTES)
                        && inner instanceof Ipld.Text(var text)
                ? Optional.of(text)
                : Optional.empty();
    }
}

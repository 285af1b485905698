package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A reading as it lies in the store, where it is found by its inlet and number.
///
/// @param event what rules are given of it
/// @param mark what a second copy of the same message would also carry
public record StoredReading(Ipld.Map event, String mark) {

    /// No character of a name comes after this one.
    private static final char AFTER_ALL = '~';

    static String key(String inlet, long number) {
        return "%s/%015d".formatted(inlet, number);
    }

    Change keep(String inlet, long number) {
        var value = DagCbor.encode(Ipld.map("event", event, "mark", Ipld.of(mark)));
        return new Change.Set(Purpose.READING, key(inlet, number), Optional.of(value));
    }

    static Change drop(String key) {
        return new Change.Set(Purpose.READING, key, Optional.empty());
    }

    static StoredReading decode(Bytes value) throws MalformedException {
        var fields = Node.of("reading", DagCbor.decode(value)).only(Set.of("event", "mark"));
        return new StoredReading(fields.field("event").map(), fields.field("mark").text());
    }

    /// The next readings of an inlet after one, the oldest first.
    ///
    /// @param number of the last that is known; 0 at first
    public static List<StoredReading> after(Store store, String inlet, long number, int max)
            throws StoreException, MalformedException {
        return all(
                store.values(keys(key(inlet, number), inlet), new Store.Cut(max, false)).values());
    }

    /// The last readings of an inlet, the oldest of them first.
    public static List<StoredReading> last(Store store, String inlet, int max)
            throws StoreException, MalformedException {
        return all(store.values(keys(key(inlet, 0), inlet), new Store.Cut(max, true)).values());
    }

    /// Those just before one of them.
    static List<StoredReading> before(Store store, String inlet, long number, int max)
            throws StoreException, MalformedException {
        var keys = new Store.Between(Purpose.READING, key(inlet, 0), key(inlet, number));
        return all(store.values(keys, new Store.Cut(max, true)).values());
    }

    private static List<StoredReading> all(Collection<Bytes> values) throws MalformedException {
        var all = new ArrayList<StoredReading>();
        for (var value : values) {
            all.add(decode(value));
        }
        return all;
    }

    private static Store.Between keys(String after, String inlet) {
        return new Store.Between(Purpose.READING, after, inlet + "/" + AFTER_ALL);
    }

    /// What takes the oldest readings of an inlet away, so many at most; nothing when all are gone.
    public static List<Change> forgetting(Store store, String inlet, int max)
            throws StoreException {
        var changes = new ArrayList<Change>();
        var keys = store.values(keys(inlet + "/", inlet), new Store.Cut(max, false)).keySet();
        keys.forEach(key -> changes.add(drop(key)));
        return changes;
    }

    // --- time that was not known yet ---------------------------------------------------------

    /// What to add to the monotonic clock of a boot for the time of day, where that came to be
    /// known.
    public static OptionalLong offset(Store store, long boot)
            throws StoreException, MalformedException {
        var value = store.value(Purpose.READING, bootKey(boot));
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Node.of("offset", DagCbor.decode(value.get())).natural());
    }

    static Change dated(long boot, long offsetMillis) {
        var value = DagCbor.encode(Ipld.of(offsetMillis));
        return new Change.Set(Purpose.READING, bootKey(boot), Optional.of(value));
    }

    private static String bootKey(long boot) {
        return "#" + boot;
    }

    /// Which of its inlet's readings it is.
    public long number() throws MalformedException {
        return Node.of("reading", event).field("seq").natural();
    }

    /// Whether it came no longer ago than that, as far as the clocks tell.
    boolean isSince(Clocks now, long millis) throws MalformedException {
        return Node.of("reading", event).field("at").natural() > now.wallMillis() - millis;
    }

    long boot() throws MalformedException {
        return Node.of("reading", event).field("boot").natural();
    }
}

package ipvm.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The entries of one map while it is read.
///
/// Keys that ascend, as the canonical ones do, need a look at the last one only. A set, which costs
/// more than many an entry, is begun when a key comes that does not.
final class JsonEntries {

    private final List<Ipld.Entry> entries = new ArrayList<>(1);
    private Set<String> seen = Set.of();

    int size() {
        return entries.size();
    }

    /// Whether all keys so far come before this one in DAG-JSON's order, if they ascend themselves.
    boolean precede(String key) {
        return entries.isEmpty() || Keys.BYTEWISE.compare(entries.getLast().key(), key) < 0;
    }

    boolean contains(String key) {
        if (seen.isEmpty() && !precede(key)) {
            seen = new HashSet<>();
            entries.forEach(entry -> seen.add(entry.key()));
        }
        return seen.contains(key);
    }

    void add(String key, Ipld value) {
        entries.add(new Ipld.Entry(key, value));
        if (!seen.isEmpty()) {
            seen.add(key);
        }
    }

    Ipld.Map toMap() {
        return new Ipld.Map(entries);
    }
}

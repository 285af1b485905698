package ipvm.store;

import ipvm.data.Cid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The names of the last receipts, which are not in the table of names yet.
///
/// Names are hashes, so each one that is written by itself costs a page of the disk. Thousands at
/// once share theirs; until then they stand here, and in the receipts themselves.
final class Recent {

    /// So many receipts are found by what stands in memory, a few hundred bytes each.
    static final int RECEIPTS_MAX = 4_096;

    /// A name, and the receipt that it leads to.
    record Lead(Cid name, long number) implements Comparable<Lead> {
        @Override
        public int compareTo(Lead that) {
            int byName = name.encode().compareTo(that.name.encode());
            return byName != 0 ? byName : Long.compare(number, that.number);
        }
    }

    private final Map<Cid, List<Long>> numbers = new ConcurrentHashMap<>();
    private int receipts;

    /// Whether there are names in the table at all.
    private volatile boolean isAll = true;

    void add(long number, Filed filed) {
        receipts++;
        for (var name : Filing.names(filed)) {
            numbers.merge(name, List.of(number), Recent::joined);
        }
    }

    private static List<Long> joined(List<Long> before, List<Long> more) {
        var joined = new ArrayList<>(before);
        joined.addAll(more);
        return List.copyOf(joined);
    }

    void remove(long number, Filed filed) {
        for (var name : Filing.names(filed)) {
            numbers.computeIfPresent(name, (n, found) -> without(found, number));
        }
    }

    private static @org.jspecify.annotations.Nullable List<Long> without(
            List<Long> found, long number) {
        var rest = found.stream().filter(one -> one != number).toList();
        return rest.isEmpty() ? null : rest;
    }

    List<Long> find(Cid name) {
        return numbers.getOrDefault(name, List.of());
    }

    boolean isFull() {
        return receipts >= RECEIPTS_MAX;
    }

    /// All of it in the order of the table.
    List<Lead> leads() {
        var leads = new ArrayList<Lead>();
        numbers.forEach((name, found) -> found.forEach(one -> leads.add(new Lead(name, one))));
        leads.sort(null);
        return leads;
    }

    /// Nothing but what stands here has names.
    boolean isAll() {
        return isAll;
    }

    void others() {
        isAll = false;
    }

    void clear() {
        numbers.clear();
        receipts = 0;
    }
}

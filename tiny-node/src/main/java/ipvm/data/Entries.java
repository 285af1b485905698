package ipvm.data;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// The entries of a map as keys beside values: a list that keeps no object for each entry.
final class Entries extends AbstractList<Ipld.Entry> implements RandomAccess {

    static final Entries NONE = new Entries(new String[0], new Ipld[0]);

    private final String[] keys;
    private final Ipld[] values;

    /// Takes over keys in DAG-CBOR's order, each there once.
    Entries(String[] keys, Ipld[] values) {
        this.keys = keys;
        this.values = values;
    }

    /// The same entries in order; a key that comes twice is the caller's fault.
    static Entries of(List<Ipld.Entry> entries) {
        return entries instanceof Entries ordered ? ordered : ordered(Keys.sorted(entries));
    }

    private static Entries ordered(Ipld.Entry[] sorted) {
        var keys = new String[sorted.length];
        var values = new Ipld[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            keys[i] = sorted[i].key();
            values[i] = sorted[i].value();
        }
        return new Entries(keys, values);
    }

    @Override
    public Ipld.Entry get(int index) {
        return new Ipld.Entry(keys[index], values[index]);
    }

    @Override
    public int size() {
        return keys.length;
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.HashFunction;
import ipvm.data.Links;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is still missing of some content, link by link, and what of it is asked for now.
///
/// What is here already is never asked for, so that content whose way was cut off goes on where it
/// was.
final class Gathering {

    private static final int BLOCKS_MAX = 16_384;

    /// So many blocks are asked for at once: more would only wait in the neighbour's memory.
    private static final int WINDOW = 8;

    private final Store store;
    private final Set<Cid> seen = new HashSet<>();
    private final Set<Cid> missing = new LinkedHashSet<>();
    private final Set<Cid> asked = new LinkedHashSet<>();

    Gathering(Store store) {
        this.store = store;
    }

    /// Looks for blocks and for what they link to.
    void look(Collection<Cid> roots) throws StoreException {
        var next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            var cid = next.pop();
            if (!isNamed(cid) || seen.size() > BLOCKS_MAX || !seen.add(cid.toV1())) {
                continue;
            }
            if (!store.has(cid)) {
                missing.add(cid);
            } else if (cid.codec() != Codec.RAW) {
                var block = store.block(cid);
                block.ifPresent(data -> next.addAll(Links.of(cid, data)));
            }
        }
    }

    /// One that holds its own content is never missing.
    private static boolean isNamed(Cid cid) {
        return cid.hash().code() != HashFunction.IDENTITY.code();
    }

    /// A block is here now; what it links to is looked for.
    void came(Cid cid) throws StoreException {
        if (without(cid) && cid.codec() != Codec.RAW) {
            var block = store.block(cid);
            if (block.isPresent()) {
                look(Links.of(cid, block.get()));
            }
        }
    }

    /// Goes on without a block; says whether it was missing.
    boolean without(Cid cid) {
        asked.remove(cid);
        return missing.remove(cid);
    }

    /// What is to be asked for besides what was.
    List<Cid> next() {
        var next = new ArrayList<Cid>();
        for (var cid : missing) {
            if (asked.size() >= WINDOW) {
                break;
            }
            if (asked.add(cid)) {
                next.add(cid);
            }
        }
        return next;
    }

    boolean waitsFor(Cid cid) {
        return missing.contains(cid);
    }

    boolean isWhole() {
        return missing.isEmpty();
    }

    /// Whether there is more of it than can be followed.
    boolean isTooMuch() {
        return seen.size() > BLOCKS_MAX;
    }

    /// What was asked for and has not come.
    List<Cid> asked() {
        return List.copyOf(asked);
    }
}

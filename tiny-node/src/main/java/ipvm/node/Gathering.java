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
import java.util.List;
import java.util.Set;

/// What is still missing of some content, link by link.
final class Gathering {

    private static final int BLOCKS_MAX = 8_192;

    private final Store store;
    private final Set<Cid> seen = new HashSet<>();
    private final Set<Cid> missing = new HashSet<>();

    Gathering(Store store) {
        this.store = store;
    }

    /// Looks for blocks and for what they link to.
    ///
    /// @return what is to be asked for now
    List<Cid> look(Collection<Cid> roots) throws StoreException {
        var wanted = new ArrayList<Cid>();
        var next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            var cid = next.pop();
            if (isNamed(cid) && seen.add(cid.toV1()) && seen.size() <= BLOCKS_MAX) {
                var block = store.block(cid);
                if (block.isPresent()) {
                    next.addAll(Links.of(cid, block.get()));
                } else if (missing.add(cid)) {
                    wanted.add(cid);
                }
            }
        }
        return wanted;
    }

    /// One that holds its own content is never missing.
    private static boolean isNamed(Cid cid) {
        return cid.hash().code() != HashFunction.IDENTITY.code();
    }

    /// A block is here now.
    ///
    /// @return what is to be asked for because of it
    List<Cid> came(Cid cid) throws StoreException {
        if (!missing.remove(cid)) {
            return List.of();
        }
        var block = store.block(cid);
        return block.isEmpty() || cid.codec() == Codec.RAW
                ? List.of()
                : look(Links.of(cid, block.get()));
    }

    boolean waitsFor(Cid cid) {
        return missing.contains(cid);
    }

    boolean isWhole() {
        return missing.isEmpty();
    }

    List<Cid> missingBlocks() {
        return List.copyOf(missing);
    }
}

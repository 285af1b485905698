package ipvm.node;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Cursor;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Parcel;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which blocks a neighbour may have: those that a request to it names, and all that they link to.
///
/// What was given out is remembered for a bounded number of names; whoever asks too late for the
/// rest of a module is given it by the request that is made again.
final class Larder {

    private static final int GIVEN_MAX = 16_384;

    private final Store store;
    private final Map<Given, Boolean> given =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Given, Boolean> eldest) {
                    return size() > GIVEN_MAX;
                }
            };

    private record Given(Did to, Cid block) {}

    Larder(Store store) {
        this.store = store;
    }

    void give(Did to, Iterable<Cid> blocks) {
        blocks.forEach(block -> given.put(new Given(to, block.toV1()), true));
    }

    /// A block that somebody asks for, if it is here for him.
    Optional<Parcel> take(Did by, Cid block) throws StoreException {
        if (!given.containsKey(new Given(by, block.toV1()))) {
            return Optional.empty();
        }
        var bytes = store.block(block);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        give(by, Links.of(block, bytes.get()));
        return Optional.of(
                new Parcel(Parcel.Kind.BLOCK, Bytes.concat(block.encode(), bytes.get())));
    }

    /// A block that has come, which is what its name says.
    static Block unpack(Bytes parcel) throws MalformedException {
        var in = new Cursor(parcel);
        var cid = Cid.read(in);
        var data = in.rest();
        if (!cid.names(data)) {
            throw new MalformedException("content of " + cid, "other bytes");
        }
        return new Block(cid, data);
    }
}

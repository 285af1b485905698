package ipvm.store;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.MalformedException;
import ipvm.key.Signer;
import ipvm.store.Change.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The sessions of a store: old receipts as roots and sums, one session for each day.
///
/// A session grows by chunks. The root of each chunk stays for good; the names in it stand in a
/// block that goes when there is no more room, like any block that nobody keeps. As long as it is
/// there the node itself can say in which session a receipt is and prove it.
public final class Sessions {

    private final Store store;

    public Sessions(Store store) {
        this.store = store;
    }

    /// A receipt that was folded, and where.
    public record Found(Session session, Inclusion inclusion) {}

    /// All of them, the oldest first.
    public List<Session> all() throws StoreException {
        var all = new ArrayList<Session>();
        for (var token : store.values(Purpose.SESSION).values()) {
            all.add(session(token));
        }
        return all;
    }

    /// How many receipts may be folded by one change of the store.
    public static int receiptsMax() {
        return Chunk.RECEIPTS_MAX;
    }

    /// What folds some receipts of one day, all of it together: they go, their session grows.
    public List<Change> fold(List<Filed> receipts, Signer signer) throws StoreException {
        var changes = new ArrayList<Change>();
        receipts.forEach(one -> changes.add(new Change.Unfile(one.receipt())));
        changes.add(new Change.Put(names(receipts), false));
        changes.addAll(count(receipts, signer));
        return changes;
    }

    private static List<Bytes> leaves(List<Filed> receipts) {
        return receipts.stream().map(one -> Chunk.leaf(one.receipt())).toList();
    }

    private static Block names(List<Filed> receipts) {
        return Block.of(Codec.RAW, Bytes.concat(leaves(receipts).toArray(Bytes[]::new)));
    }

    /// What has the session of a day grow by receipts that are not kept: by their root and their
    /// sums. Which ones they were nobody can say later who did not keep them.
    public List<Change> count(List<Filed> receipts, Signer signer) throws StoreException {
        var day = Session.day(receipts.getFirst().atMillis());
        var before = find(day);
        var roots = roots(day, before.map(Session::chunks).orElse(0));
        var chunk = new Chunk(Merkle.root(leaves(receipts)), names(receipts).cid());
        roots.add(chunk.root());
        var sums = before.map(Session::sums).orElse(Sums.NONE);
        for (var each : receipts) {
            sums = sums.with(each);
        }
        var seal = new Session.Seal(roots.size(), sums);
        var session = Session.sign(signer, day, Merkle.root(roots), seal);
        var changes = new ArrayList<Change>();
        changes.add(
                new Change.Set(
                        Purpose.CHUNK, key(day, roots.size() - 1), Optional.of(chunk.encode())));
        changes.add(new Change.Set(Purpose.SESSION, day, Optional.of(session.token())));
        return changes;
    }

    /// The receipts of the first one's day, from the first on.
    public static List<Filed> ofOneDay(List<Filed> receipts) {
        var day = receipts.isEmpty() ? "" : Session.day(receipts.getFirst().atMillis());
        return receipts.stream().takeWhile(one -> Session.day(one.atMillis()).equals(day)).toList();
    }

    public Optional<Session> find(String name) throws StoreException {
        var token = store.value(Purpose.SESSION, name);
        return token.isPresent() ? Optional.of(session(token.get())) : Optional.empty();
    }

    /// Where a receipt was folded, as long as that can be said.
    public Optional<Found> find(Cid receipt) throws StoreException {
        var leaf = Chunk.leaf(receipt);
        for (var session : all().reversed()) {
            for (int i = 0; i < session.chunks(); i++) {
                var leaves = leaves(chunk(session.name(), i));
                int index = leaves.indexOf(leaf);
                if (index >= 0) {
                    var lower = way(leaves, index);
                    var upper = way(roots(session.name(), session.chunks()), i);
                    return Optional.of(new Found(session, new Inclusion(receipt, lower, upper)));
                }
            }
        }
        return Optional.empty();
    }

    private static Inclusion.Way way(List<Bytes> items, int index) {
        return new Inclusion.Way(index, items.size(), Merkle.path(items, index));
    }

    private List<Bytes> leaves(Chunk chunk) throws StoreException {
        return store.block(chunk.names()).map(Chunk::leaves).orElse(List.of());
    }

    private List<Bytes> roots(String day, int chunks) throws StoreException {
        var roots = new ArrayList<Bytes>();
        for (int i = 0; i < chunks; i++) {
            roots.add(chunk(day, i).root());
        }
        return roots;
    }

    private Chunk chunk(String day, int index) throws StoreException {
        var bytes = store.value(Purpose.CHUNK, key(day, index));
        try {
            return Chunk.decode(bytes.orElse(Bytes.EMPTY));
        } catch (MalformedException e) {
            throw damaged("chunk " + index + " of session " + day, e);
        }
    }

    private static Session session(Bytes token) throws StoreException {
        try {
            return Session.decode(token);
        } catch (MalformedException e) {
            throw damaged("a session", e);
        }
    }

    private static StoreException damaged(String what, MalformedException fault) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                SqliteFault.damaged(what + ": " + fault.getMessage()),
                fault);
    }

    private static String key(String day, int index) {
        return String.format(Locale.ROOT, "%s/%06d", day, index);
    }
}

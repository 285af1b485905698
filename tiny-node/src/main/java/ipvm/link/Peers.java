package ipvm.link;

import ipvm.key.Did;
import ipvm.key.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions with neighbours: two at most with each, so that neither a rekeying nor two that
/// began at once lose what is under way.
final class Peers {

    private static final int SESSIONS_EACH = 2;
    private static final long RENEWAL_MILLIS = 5_000;

    private final int peersMax;
    private final Map<Long, Session> bySid = new HashMap<>();
    private final Map<Did, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);

    /// A neighbour with its sessions, the newest first, and the keys that it has shown.
    private static final class Peer {
        final List<Session> sessions = new ArrayList<>();
        Optional<PublicKey> key = Optional.empty();
        Optional<PublicKey> keyBefore = Optional.empty();
        long renewedMillis = Long.MIN_VALUE;
    }

    Peers(int peersMax) {
        this.peersMax = peersMax;
    }

    Optional<Session> session(long sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    /// The session to speak in: one that the other side has used surely works; before that, the
    /// newest.
    Optional<Session> current(Did did) {
        var peer = peers.get(did);
        if (peer == null) {
            return Optional.empty();
        }
        var used = peer.sessions.stream().filter(Session::isConfirmed).findFirst();
        return used.isPresent() ? used : peer.sessions.stream().findFirst();
    }

    boolean hasKey(Did did, PublicKey key) {
        var peer = peers.get(did);
        return peer != null && peer.key.equals(Optional.of(key));
    }

    /// Takes a new session.
    ///
    /// @return whether two nodes go by this name: a key is back that had been replaced
    boolean add(Session session, PublicKey key) {
        var peer = peers.computeIfAbsent(session.peer, did -> new Peer());
        boolean isTwin = shown(peer, Optional.of(key));
        peer.sessions.addFirst(session);
        bySid.put(session.sid, session);
        while (peer.sessions.size() > SESSIONS_EACH) {
            bySid.remove(peer.sessions.removeLast().sid);
        }
        while (peers.size() > peersMax) {
            forgetEldest();
        }
        return isTwin;
    }

    private static boolean shown(Peer peer, Optional<PublicKey> key) {
        if (key.equals(peer.key)) {
            return false;
        }
        boolean isBack = key.equals(peer.keyBefore);
        peer.keyBefore = peer.key;
        peer.key = key;
        return isBack;
    }

    private void forgetEldest() {
        var eldest = peers.entrySet().iterator().next();
        eldest.getValue().sessions.forEach(session -> bySid.remove(session.sid));
        peers.remove(eldest.getKey());
    }

    /// Whether new keys may be agreed on with a neighbour, which is not done all the time.
    boolean mayRenew(Did did, long nowMillis) {
        var peer = peers.get(did);
        if (peer == null
                || (peer.renewedMillis != Long.MIN_VALUE
                        && nowMillis - peer.renewedMillis < RENEWAL_MILLIS)) {
            return false;
        }
        peer.renewedMillis = nowMillis;
        return true;
    }
}

package ipvm.ucan;

import ipvm.data.Cid;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tokens whose signatures were found good, so that none is checked twice; the oldest use goes.
final class VerifiedTokens {

    private final Map<Cid, Boolean> recent;

    VerifiedTokens(int tokensMax) {
        recent =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Cid, Boolean> eldest) {
                        return size() > tokensMax;
                    }
                };
    }

    synchronized boolean contains(Cid token) {
        return recent.get(token) != null;
    }

    synchronized void add(Cid token) {
        recent.put(token, true);
    }
}

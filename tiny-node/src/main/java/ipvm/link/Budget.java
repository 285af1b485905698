package ipvm.link;

import java.util.LinkedHashMap;
import java.util.Map;

/// So many a minute from each origin and from all together; refusing costs no more than looking.
final class Budget {

    private static final long MINUTE_MILLIS = 60_000;
    private static final int ORIGINS_MAX = 256;

    private final int eachMax;
    private final int allMax;
    private final Map<String, Integer> taken =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > ORIGINS_MAX;
                }
            };
    private long minuteStart = Long.MIN_VALUE;
    private int all;

    Budget(int eachMax, int allMax) {
        this.eachMax = eachMax;
        this.allMax = allMax;
    }

    boolean take(Place from, long nowMillis) {
        if (minuteStart == Long.MIN_VALUE || nowMillis - minuteStart >= MINUTE_MILLIS) {
            minuteStart = nowMillis;
            taken.clear();
            all = 0;
        }
        int of = taken.getOrDefault(origin(from), 0);
        if (of >= eachMax || all >= allMax) {
            return false;
        }
        taken.put(origin(from), of + 1);
        all++;
        return true;
    }

    /// It was nobody unknown after all.
    void giveBack(Place from) {
        taken.computeIfPresent(origin(from), (key, of) -> of - 1);
    }

    /// The ports of one host are one origin: to change them costs nothing.
    private static String origin(Place place) {
        int port = place.address().lastIndexOf(':');
        return place.link().equals("coap") && port > 0
                ? place.address().substring(0, port)
                : place.toString();
    }
}

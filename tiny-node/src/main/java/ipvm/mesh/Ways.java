package ipvm.mesh;

import ipvm.link.Cost;
import ipvm.link.Place;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The places that a neighbour is known at, and which of them is best now.
final class Ways {

    private static final int SILENCE_MAX = 2;
    private static final int DEAD_PERIODS = 3;

    private final Limits limits;
    private final Function<Place, Cost> costs;
    private final Map<Place, Route> routes = new LinkedHashMap<>();

    Ways(Limits limits, Function<Place, Cost> costs) {
        this.limits = limits;
        this.costs = costs;
    }

    /// The way to a place; one that is new takes the place of the one that was silent longest.
    Route to(Place place, long nowMillis) {
        var known = routes.get(place);
        if (known != null) {
            return known;
        }
        if (routes.size() >= limits.placesMax()) {
            routes.values().stream()
                    .min(Comparator.comparingLong(route -> route.heardMillis))
                    .ifPresent(eldest -> routes.remove(eldest.place));
        }
        var route = new Route(place, nowMillis);
        routes.put(place, route);
        return route;
    }

    boolean lose(Place place) {
        return routes.remove(place) != null;
    }

    List<Route> all() {
        return List.copyOf(routes.values());
    }

    long heardMillis() {
        return routes.values().stream()
                .mapToLong(route -> route.heardMillis)
                .max()
                .orElse(Long.MIN_VALUE / 2);
    }

    /// How long without a word makes a place dead.
    long deadMillis() {
        return (long) DEAD_PERIODS * limits.quietMillisMax();
    }

    Cost cost(Route route) {
        return costs.apply(route.place);
    }

    /// After which what was not answered over a way was lost.
    long waitMillis(Route route) {
        return route.waitMillis(cost(route));
    }

    /// The way that is fastest of those that answer; where none does, the one heard last.
    Optional<Route> best(long nowMillis) {
        return routes.values().stream()
                .min(
                        Comparator.<Route, Boolean>comparing(route -> !isAlive(route, nowMillis))
                                .thenComparingDouble(route -> rank(route, nowMillis)));
    }

    private double rank(Route route, long nowMillis) {
        return isAlive(route, nowMillis) ? route.metric(cost(route)) : -route.heardMillis;
    }

    private boolean isAlive(Route route, long nowMillis) {
        return route.silence < SILENCE_MAX && nowMillis - route.heardMillis < deadMillis();
    }

    /// Whether it is time to ask whether a way is still one; after a while nobody asks any more.
    boolean isToBeAsked(Route route, long nowMillis) {
        return nowMillis >= askMillis(route) && isWorthAsking(route, nowMillis);
    }

    private long askMillis(Route route) {
        return Math.max(route.saidMillis, route.heardMillis) + limits.quietMillisMax();
    }

    private boolean isWorthAsking(Route route, long nowMillis) {
        return nowMillis - route.heardMillis < 2 * deadMillis();
    }

    long wakeMillis(long nowMillis) {
        return routes.values().stream()
                .filter(route -> isWorthAsking(route, nowMillis))
                .mapToLong(this::askMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}

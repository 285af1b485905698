package ipvm.coap;

import ipvm.link.Ear;
import ipvm.link.Inlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.network.CoapEndpoint;

/// The devices that are asked to tell us when something changes: inlets with `observe = URI`.
final class Watches {

    private static final int WATCHES_MAX = 64;

    private final CoapEndpoint endpoint;
    private final Ear ear;
    private final ScheduledThreadPoolExecutor one;
    private final Map<Inlet, Watch> running = new HashMap<>();

    Watches(CoapEndpoint endpoint, Ear ear, ScheduledThreadPoolExecutor one) {
        this.endpoint = endpoint;
        this.ear = ear;
        this.one = one;
    }

    synchronized void watch(List<Inlet> all) {
        var wanted = all.stream().filter(inlet -> inlet.key("observe").isPresent()).toList();
        running.entrySet()
                .removeIf(entry -> {
                    boolean isOver = !wanted.contains(entry.getKey());
                    if (isOver) {
                        entry.getValue().close();
                    }
                    return isOver;
                });
        for (var inlet : wanted) {
            if (running.size() < WATCHES_MAX && !running.containsKey(inlet)) {
                var watch = new Watch(inlet, endpoint, ear, one);
                running.put(inlet, watch);
                watch.begin();
            }
        }
    }

    synchronized void close() {
        running.values().forEach(Watch::close);
        running.clear();
    }
}

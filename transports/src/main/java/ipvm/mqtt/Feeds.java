package ipvm.mqtt;

import ipvm.data.MalformedException;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Measurement;
import ipvm.link.Payload;
import ipvm.link.Reading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The topics of devices: what comes there is a reading, acknowledged when it is kept.
final class Feeds {

    private static final int FEEDS_MAX = 256;

    private final Ear ear;
    private final Consumer<Runnable> later;
    private final Map<String, Filter> feeds = new LinkedHashMap<>();
    private final Map<Filter, Integer> numbers = new HashMap<>();
    private final Copies copies;
    private int count;

    /// @param later does something after a while, if the link is open then
    Feeds(Ear ear, Consumer<Runnable> later, Limits limits) {
        this.ear = ear;
        this.later = later;
        copies = new Copies(limits);
    }

    /// A new connection: what the last one did not acknowledge may come again.
    void begin(boolean isResumed) {
        copies.begin(isResumed);
    }

    void watch(List<Inlet> inlets) {
        feeds.clear();
        for (var inlet : inlets) {
            inlet.key("mqtt")
                    .filter(Filter::isOne)
                    .filter(filter -> feeds.size() < FEEDS_MAX)
                    .ifPresent(filter -> feeds.put(inlet.name(), new Filter(filter)));
        }
        numbers.keySet().retainAll(feeds.values());
    }

    Set<Filter> filters() {
        return new LinkedHashSet<>(feeds.values());
    }

    /// The number of a filter's subscription: a message that comes by two of them comes twice, and
    /// only so can it be told which is which.
    int number(Filter filter) {
        return numbers.computeIfAbsent(filter, each -> ++count);
    }

    private boolean isBy(Arrival arrival, Filter filter) {
        return arrival.feeds().isEmpty()
                ? filter.matches(arrival.topic())
                : arrival.feeds().contains(numbers.get(filter));
    }

    /// @param acknowledge what is to happen when it needs not come again
    void take(Arrival arrival, Runnable acknowledge) {
        var names =
                feeds.entrySet().stream()
                        .filter(feed -> isBy(arrival, feed.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (names.isEmpty() || arrival.isRetained()) {
            acknowledge.run();
        } else if (!copies.isCopy(arrival, acknowledge)) {
            read(arrival, names, acknowledge);
        }
    }

    private void read(Arrival arrival, List<String> names, Runnable acknowledge) {
        try {
            var all = Payload.read(Payload.Form.UNKNOWN, arrival.payload(), ClockHand.nowMillis());
            read(arrival, names, all, copies.first(arrival, acknowledge));
        } catch (MalformedException e) {
            acknowledge.run(); // it would be no better the second time
        }
    }

    private void read(
            Arrival arrival, List<String> names, List<Measurement> all, Runnable settled) {
        var open = new AtomicInteger(names.size() * all.size());
        if (open.get() == 0) {
            settled.run();
        }
        for (var name : names) {
            for (int i = 0; i < all.size(); i++) {
                bring(reading(arrival, name, all.get(i), i), new Receipt(open, settled));
            }
        }
    }

    private void bring(Reading reading, Receipt receipt) {
        ear.read(reading, new Taking(receipt, () -> later.accept(() -> bring(reading, receipt))));
    }

    private static Reading reading(Arrival arrival, String name, Measurement each, int number) {
        var mark = arrival.name().map(id -> name + " " + id + "/" + number).orElse("");
        return new Reading(name, arrival.topic(), each.value(), each.unit(), each.atMillis(), mark);
    }

    /// All that a message brought has to be taken before it is acknowledged.
    private record Receipt(AtomicInteger open, Runnable settled) {

        void oneLess() {
            if (open.decrementAndGet() == 0) {
                settled.run();
            }
        }
    }

    /// What is refused is gone as well: a broker that kept it would send nothing else. What cannot
    /// be kept here at the moment stays at the broker, and is brought again.
    private record Taking(Receipt receipt, Runnable again) implements Ear.Answer {

        @Override
        public void taken() {
            receipt.oneLess();
        }

        @Override
        public void refused(String why) {
            receipt.oneLess();
        }

        @Override
        public void busy(String why) {
            again.run();
        }
    }
}

package ipvm.link;

import ipvm.data.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A wire between parties that loses, doubles and reorders frames, on simulated time.
final class Air {

    private record Flight(long atMillis, Place from, Place to, Bytes frame) {}

    private final RandomGenerator random;
    private final int lossPercent;
    private final Map<Place, Party> parties = new HashMap<>();
    private final List<Flight> flights = new ArrayList<>();
    final List<Bytes> seen = new ArrayList<>();
    long nowMillis = 1_000_000;

    Air(RandomGenerator random, int lossPercent) {
        this.random = random;
        this.lossPercent = lossPercent;
    }

    Air with(Party... all) {
        for (var party : all) {
            parties.put(party.place, party);
        }
        return this;
    }

    void take(Party by, List<Act> acts) {
        by.noted.addAll(acts);
        for (var act : acts) {
            if (act instanceof Act.Send(var to, var frame)) {
                send(by.place, to, frame);
            }
        }
    }

    void send(Place from, Place to, Bytes frame) {
        seen.add(frame);
        int copies = random.nextInt(100) < lossPercent ? 0 : random.nextInt(100) < 10 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            flights.add(new Flight(nowMillis + 1 + random.nextInt(60), from, to, frame));
        }
    }

    void run(long millis) {
        long end = nowMillis + millis;
        while (nowMillis < end) {
            nowMillis++;
            var due = flights.stream().filter(one -> one.atMillis <= nowMillis).toList();
            flights.removeAll(due);
            due.forEach(this::land);
            for (var party : parties.values()) {
                if (party.sessions.wakeMillis() <= nowMillis) {
                    take(party, party.sessions.tick(nowMillis));
                }
            }
        }
    }

    private void land(Flight flight) {
        var party = parties.get(flight.to);
        if (party != null) {
            take(party, party.sessions.hear(flight.from, flight.frame, nowMillis));
        }
    }
}

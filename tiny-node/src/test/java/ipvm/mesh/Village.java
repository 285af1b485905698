package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.link.Act;
import ipvm.link.Cost;
import ipvm.link.Place;
import ipvm.link.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Nodes with sessions and a mesh, and wires between them that lose, double and reorder, on
/// simulated time.
final class Village {

    private record Flight(long atMillis, long order, Place from, Place to, Bytes frame) {}

    private final RandomGenerator random;
    private final Map<String, House> houses = new HashMap<>();
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>((a, b) ->
                    a.atMillis != b.atMillis
                            ? Long.compare(a.atMillis, b.atMillis)
                            : Long.compare(a.order, b.order));
    private final Set<String> down = new HashSet<>();
    int lossPercent;
    int frameBytesMax = 1_024;
    long nowMillis = 1_000_000;
    long bytesOnAir;
    String lastLink = "";

    /// The first frames that went over any wire, and what was sealed in them.
    final List<Bytes> frames = new ArrayList<>();

    final List<Bytes> inners = new ArrayList<>();
    private long order;

    Village(RandomGenerator random) {
        this.random = random;
    }

    /// A node that notes what it gets, and says that it is safe a moment later.
    final class House {
        final String name;
        final int key;
        final Did did;
        private final Sessions sessions;
        final Mesh mesh;
        final List<Bytes> arrived = new ArrayList<>();
        final List<Long> delivered = new ArrayList<>();
        final List<Deed> others = new ArrayList<>();
        private final TreeMap<Long, List<Deed.Arrived>> safe = new TreeMap<>();
        boolean isStingy;
        int ups;
        long heardBytes;

        House(String name, int key) {
            this.name = name;
            this.key = key;
            var seed = new byte[32];
            seed[1] = (byte) key;
            var signer = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
            this.did = signer.did();
            var agreement = PrivateKey.generate(KeyKind.X25519, chance());
            var self =
                    new Sessions.Self(
                            signer,
                            agreement,
                            Village.this::chance,
                            () -> 1_800_000_000,
                            List.of());
            this.sessions = new Sessions(self, ipvm.link.Limits.DEFAULT);
            this.mesh = new Mesh(did, random.nextInt(), Limits.DEFAULT, place -> cost());
        }

        void meet(House other, String link) {
            act(link, sessions.approach(new Place(link, other.name), nowMillis));
        }

        void send(House to, long ticket, Parcel parcel, long lifeMillis) {
            act(mesh.send(to.did, ticket, parcel, lifeMillis, nowMillis));
        }

        void hear(Place from, Bytes frame) {
            heardBytes += frame.size() > 200 ? frame.size() : 0;
            act(from.link(), sessions.hear(from, frame, nowMillis));
        }

        private void act(String link, List<Act> acts) {
            for (var act : acts) {
                switch (act) {
                    case Act.Send(var to, var frame) -> fly(this, to, frame);
                    case Act.Up(var peer, var at) -> {
                        ups++;
                        act(mesh.up(peer, at, nowMillis));
                    }
                    case Act.Said(var peer, var from, var inner) ->
                            act(mesh.said(peer, from, inner, nowMillis));
                    case Act.Refused(var from, var why, var text) ->
                            mesh.who(from)
                                    .ifPresent(
                                            who -> act(link, sessions.renew(who, from, nowMillis)));
                    case Act.Greeted greeted -> {}
                    case Act.Failed failed -> {}
                    case Act.Opened opened -> {}
                    case Act.Twin twin -> {}
                }
            }
        }

        private void act(List<Deed> deeds) {
            for (var deed : deeds) {
                switch (deed) {
                    case Deed.Say(var to, var at, var inner) -> {
                        record(inners, inner);
                        sessions.seal(to, inner).ifPresent(frame -> fly(this, at, frame));
                    }
                    case Deed.Arrived parcel -> {
                        arrived.add(parcel.parcel().bytes());
                        long at = nowMillis + 1 + random.nextInt(30);
                        safe.computeIfAbsent(at, key -> new ArrayList<>()).add(parcel);
                    }
                    case Deed.Delivered(var to, var ticket) -> delivered.add(ticket);
                    case Deed.Undelivered one -> others.add(one);
                    case Deed.Wanted one -> others.add(one);
                    case Deed.Had one -> others.add(one);
                    case Deed.Silent one -> others.add(one);
                }
            }
        }

        /// What a neighbour says under its own key, sense or not.
        void said(Did peer, Bytes inner) {
            act(mesh.said(peer, new Place("sim", "a"), inner, nowMillis));
        }

        private long wakeMillis() {
            long wake = safe.isEmpty() ? Long.MAX_VALUE : safe.firstKey();
            return Math.min(wake, Math.min(sessions.wakeMillis(), mesh.wakeMillis()));
        }

        private void tick() {
            while (!safe.isEmpty() && safe.firstKey() <= nowMillis) {
                for (var one : safe.pollFirstEntry().getValue()) {
                    if (!isStingy) {
                        act(mesh.took(one.from(), one.parcel().digest(), nowMillis));
                    }
                }
            }
            if (sessions.wakeMillis() <= nowMillis) {
                act("", sessions.tick(nowMillis));
            }
            if (mesh.wakeMillis() <= nowMillis) {
                act(mesh.tick(nowMillis));
            }
        }
    }

    private Bytes chance() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private Cost cost() {
        return new Cost(frameBytesMax, 100_000, 20);
    }

    void down(String link, boolean isDown) {
        if (isDown) {
            down.add(link);
        } else {
            down.remove(link);
        }
    }

    private static void record(List<Bytes> all, Bytes one) {
        if (all.size() < 2_000 && !one.isEmpty()) {
            all.add(one);
        }
    }

    private void fly(House from, Place to, Bytes frame) {
        bytesOnAir += frame.size();
        lastLink = frame.size() > 200 ? to.link() : lastLink;
        record(frames, frame);
        if (down.contains(to.link())) {
            return;
        }
        int copies = random.nextInt(100) < lossPercent ? 0 : random.nextInt(100) < 5 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long at = nowMillis + 5 + random.nextInt(30);
            flights.add(new Flight(at, order++, new Place(to.link(), from.name), to, frame));
        }
    }

    House settle(String name, int key) {
        var house = new House(name, key);
        houses.put(name, house);
        return house;
    }

    void run(long millis) {
        long end = nowMillis + millis;
        while (nowMillis < end) {
            nowMillis = Math.max(nowMillis + 1, Math.min(end, nextMillis()));
            while (!flights.isEmpty() && flights.peek().atMillis <= nowMillis) {
                var flight = flights.remove();
                var house = houses.get(flight.to.address());
                if (house != null && !down.contains(flight.to.link())) {
                    house.hear(flight.from, flight.frame);
                }
            }
            houses.values().forEach(House::tick);
        }
    }

    private long nextMillis() {
        long next = flights.isEmpty() ? Long.MAX_VALUE : flights.peek().atMillis;
        for (var house : houses.values()) {
            next = Math.min(next, house.wakeMillis());
        }
        return next;
    }
}

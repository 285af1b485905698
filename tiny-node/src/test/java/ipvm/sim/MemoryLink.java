package ipvm.sim;

import ipvm.data.Bytes;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A link between nodes of one process, which can be cut and mended.
public final class MemoryLink implements Link {

    /// What several of them are plugged into.
    public static final class Hub {
        private final Map<String, MemoryLink> links = new ConcurrentHashMap<>();
        private final Map<String, String> refused = new ConcurrentHashMap<>();
        private final AtomicLong bytes = new AtomicLong();
        private volatile boolean isCut;

        /// What has gone over it, or would have.
        public long bytes() {
            return bytes.get();
        }

        public void cut(boolean cut) {
            isCut = cut;
        }

        /// Nobody can be plugged in under this address.
        public void refuse(String address, String why) {
            refused.put(address, why);
        }
    }

    private final String name;
    private final String address;
    private final Hub hub;
    private volatile Optional<Ear> ear = Optional.empty();

    public MemoryLink(String name, String address, Hub hub) {
        this.name = name;
        this.address = address;
        this.hub = hub;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean open(Setting setting, Ear to) throws LinkException {
        var why = hub.refused.get(address);
        if (why != null) {
            throw new LinkException(why);
        }
        ear = Optional.of(to);
        hub.links.put(address, this);
        to.changed(name, new Ear.State(address, ""));
        return true;
    }

    @Override
    public Cost cost(Place to) {
        return new Cost(1_024, 1_000_000, 1);
    }

    @Override
    public void send(Place to, Bytes frame) {
        var other = hub.links.get(to.address());
        hub.bytes.addAndGet(frame.size());
        if (other != null && !hub.isCut) {
            other.ear.ifPresent(one -> one.heard(new Place(name, address), frame));
        }
    }

    @Override
    public void look() {
        for (var other : hub.links.keySet()) {
            if (!other.equals(address) && !hub.isCut) {
                ear.ifPresent(one -> one.met(new Place(name, other)));
            }
        }
    }

    @Override
    public void close() {
        hub.links.remove(address, this);
        ear = Optional.empty();
    }
}

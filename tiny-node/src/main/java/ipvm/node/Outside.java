package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Host;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What a module in mid-run asks from outside, written down so that a replay tells it the same.
///
/// Chance is one seed that all draws follow from, so a log stays short however much is drawn. Time
/// is each moment that was told; after many of them it stands still.
final class Outside {

    private static final int TIMES_MAX = 1_024;
    private static final String SEED = "seed";
    private static final String CLOCK = "clock";

    private final LongSupplier nanos;
    private final Supplier<Bytes> seeds;
    private final List<Ipld> log = new ArrayList<>();
    private Bytes seed = Bytes.EMPTY;
    private long drawn;
    private long lastNanos;
    private int times;

    private Outside(LongSupplier nanos, Supplier<Bytes> seeds) {
        this.nanos = nanos;
        this.seeds = seeds;
    }

    static Outside live(LongSupplier nanos, Supplier<Bytes> seeds) {
        return new Outside(nanos, seeds);
    }

    /// Tells again what a log says was told.
    static Outside again(List<Ipld> log) throws MalformedException {
        var seeds = new ArrayList<Bytes>();
        var times = new ArrayList<Long>();
        for (var entry : log) {
            if (entry instanceof Ipld.Map map
                    && map.find(SEED).orElse(Ipld.ofNull()) instanceof Ipld.Binary(var bytes)) {
                seeds.add(bytes);
            } else if (entry instanceof Ipld.Map map
                    && map.find(CLOCK).orElse(Ipld.ofNull()) instanceof Ipld.Int time
                    && time.fitsLong()) {
                times.add(time.asLong());
            } else {
                throw new MalformedException("log of a receipt: a seed or a time", entry.kind());
            }
        }
        var nextTime = times.iterator();
        var nextSeed = seeds.iterator();
        return new Outside(
                () -> nextTime.hasNext() ? nextTime.next() : 0,
                () -> nextSeed.hasNext() ? nextSeed.next() : Bytes.EMPTY);
    }

    Host host(Host.Log lines) {
        return Host.logging(lines).withClock(this::now).withChance(this::draw);
    }

    List<Ipld> log() {
        return List.copyOf(log);
    }

    private long now() {
        if (times < TIMES_MAX) {
            times++;
            lastNanos = nanos.getAsLong();
            log.add(Ipld.map(CLOCK, Ipld.of(lastNanos)));
        }
        return lastNanos;
    }

    private Bytes draw(int size) {
        if (log.isEmpty() || seed.isEmpty()) {
            seed = seeds.get();
            log.add(Ipld.map(SEED, Ipld.of(seed)));
        }
        var drawnBytes = ByteBuffer.allocate(size);
        while (drawnBytes.hasRemaining()) {
            var block = block(drawn++);
            drawnBytes.put(block, 0, Math.min(block.length, drawnBytes.remaining()));
        }
        return Bytes.wrap(drawnBytes.array());
    }

    /// The n-th 32 bytes that follow from the seed.
    private byte[] block(long number) {
        var counter = Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return ipvm.data.Multihash.of(ipvm.data.HashFunction.SHA2_256, Bytes.concat(seed, counter))
                .digest()
                .toArray();
    }
}

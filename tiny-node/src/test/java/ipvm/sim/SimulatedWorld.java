package ipvm.sim;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Limits;
import ipvm.effect.Settlement;
import ipvm.effect.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Surroundings without a machine behind them: a clock that is set, chance from a seed, lines and
/// workflows that are kept for the test to look at.
public final class SimulatedWorld implements Surroundings.Tasks {

    public long nowMillis = 1_700_000_000_000L;
    public boolean privateAddresses;
    public @Nullable Path fileRoot;
    public Limits limits = Limits.DEFAULT;
    public final List<String> lines = new ArrayList<>();
    public final Map<Cid, Ipld> enqueued = new HashMap<>();
    public final Map<String, String> settings = new HashMap<>();
    private final RandomGenerator random;

    public SimulatedWorld(RandomGenerator random) {
        this.random = random;
    }

    public Surroundings around() {
        return new Surroundings(
                () -> nowMillis,
                this::bytes,
                (ask, line) -> lines.add(line),
                this,
                key -> Optional.ofNullable(settings.get(key)),
                Optional.ofNullable(fileRoot),
                privateAddresses,
                limits);
    }

    private Bytes bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Override
    public Answer enqueue(Ask ask, Ipld workflow) {
        enqueued.putIfAbsent(ask.intent(), workflow);
        return Answer.done(link(workflow));
    }

    @Override
    public Settlement enqueued(Ask ask) {
        var found = enqueued.get(ask.intent());
        return found == null
                ? new Settlement.NotFired("nothing was enqueued for this intent")
                : new Settlement.Fired(Optional.of(link(found)), Ipld.map());
    }

    private static Ipld link(Ipld workflow) {
        return workflow instanceof Ipld.Link ? workflow : Ipld.of(DagCbor.block(workflow).cid());
    }
}

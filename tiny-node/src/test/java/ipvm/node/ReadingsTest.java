package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.rule.Trigger;
import ipvm.schedule.Bounds;
import ipvm.store.Sessions;
import ipvm.store.SqliteStore;
import ipvm.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten readings a second for days, on a clock that takes no time and a store on the disk: does the
/// store stay within its quota, and how much is written?
class ReadingsTest {

    private static final long START = 1_772_323_200_000L;
    private static final long DAY = 86_400_000;
    private static final long STEP = 100;
    private static final long FLUSH = 5_000;
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    @TempDir Path folder;

    private record Inlet() implements Trigger {
        @Override
        public String name() {
            return "inlet";
        }

        @Override
        public void check(ipvm.task.Node on) {}
    }

    /// A board with one rule, whose writes wait for five seconds of its clock.
    private static final class Board {

        private final SqliteStore store;
        private final Node node;
        private final List<StoreHand.Batch> held = new ArrayList<>();
        private final List<StoreException> faults = new ArrayList<>();
        private long now = START;
        private long wake = Long.MAX_VALUE;
        private long shown;

        Board(SqliteStore store, long keepMillis, String more) {
            this.store = store;
            var rights = new Rights(KEY.did(), Effects.of(List.of()), Set.of(), Limits.DEFAULT);
            var bounds = new Bounds(1_000_000, 1 << 20, 60_000);
            var terms =
                    new RuleTerms(
                            bounds,
                            bounds,
                            (cid, at) -> rights.own(),
                            ipvm.rule.Limits.DEFAULT,
                            List.of(new Inlet()));
            var upkeep = new Upkeep(keepMillis, FLUSH);
            node = new Node(new Node.Self(KEY, rights, upkeep), store, terms, 1);
            post(new Event.Started());
            var rule =
                    "{\"name\":\"r\",\"on\":{\"inlet\":\"a\"},\"out\":\"o\",\"do\":{\"mod\":\""
                            + RuleModules.MODULE
                            + "\",\"fun\":\"same\",\"params\":[{\"event\":\".v\"}]}"
                            + more
                            + "}";
            post(new Event.Ruled(1, new RuleOrder.Stand(Map.of("r", Bytes.utf8(rule)), Set.of())));
        }

        private void post(Event event) {
            for (var action : node.step(event, new Clocks(now, true, now - START))) {
                switch (action) {
                    case Action.Run run ->
                            post(new Event.Ran(run.work(), RuleModules.run(run), List.of(), 1));
                    case Action.Sign sign -> post(new Event.Signed(sign.work(), sign.by(KEY)));
                    case Action.Keep keep -> keep(keep);
                    case Action.Wake(var millis) -> wake = millis;
                    case Action.Show s -> shown++;
                    case Action.Tell t -> {}
                    case Action.Say s -> {}
                    case Action.Note s -> {}
                    case Action.Halt h -> {}
                    case Action.Fire f -> {}
                    case Action.Settle s -> {}
                }
            }
        }

        private void keep(Action.Keep keep) {
            long number = keep.durable().orElse(keep.batch());
            held.add(
                    new StoreHand.Batch(
                            keep.changes(), fault -> kept(number, fault), Optional.empty()));
            if (keep.durable().isPresent()) {
                post(new Event.Kept(keep.batch()));
            } else {
                flush();
            }
        }

        private void kept(long batch, Optional<StoreException> fault) {
            fault.ifPresent(faults::add);
            post(fault.isPresent() ? new Event.NotKept(batch, fault.get()) : new Event.Kept(batch));
        }

        private void flush() {
            var group = List.copyOf(held);
            held.clear();
            try {
                store.commit(StoreHand.settled(group));
                group.forEach(batch -> batch.tell(Optional.empty()));
            } catch (StoreException e) {
                group.forEach(batch -> batch.tell(Optional.of(e)));
            }
        }

        void read(long millis, LongFunction<Ipld> value) {
            for (long i = 0; i < millis / STEP; i++) {
                now += STEP;
                if (now - START >= wake) {
                    wake = Long.MAX_VALUE;
                    post(new Event.Tick());
                }
                var event = Ipld.map("v", value.apply(i));
                post(new Event.Ruled(2 + i, new RuleOrder.Arrive("r", event)));
                if (now % FLUSH == 0) {
                    flush();
                }
            }
        }
    }

    /// What this process has handed to the disk, 0 where nobody counts.
    private static long written() throws IOException {
        var io = Path.of("/proc/self/io");
        if (!Files.exists(io)) {
            return 0;
        }
        for (var line : Files.readAllLines(io)) {
            if (line.startsWith("wchar: ")) {
                return Long.parseLong(line.substring(7));
            }
        }
        return 0;
    }

    /// A sensor that knows tenths of a degree.
    private static Ipld tenths(long i) {
        return Ipld.of(200 + Math.abs(i / 7 % 100 - 50));
    }

    private double run(String what, long millis, long bytesMax, LongFunction<Ipld> value)
            throws Exception {
        return run(what, millis, bytesMax, value, "");
    }

    private double run(
            String what, long millis, long bytesMax, LongFunction<Ipld> value, String more)
            throws Exception {
        try (var store = SqliteStore.open(folder.resolve(what + ".db"), bytesMax, 1)) {
            var board = new Board(store, 7 * DAY, more);
            board.read(60_000, value);
            long before = written();
            long shownBefore = board.shown;
            board.read(millis, value);
            double aDay = (written() - before) * (double) DAY / millis / 1e6;
            long folded = new Sessions(store).all().stream().mapToLong(s -> s.sums().count()).sum();
            System.out.printf(
                    "readings, %s: %d in %.2f days, %.0f MB written a day, %d kB of %d, %d receipts"
                            + " and %d folded%n",
                    what,
                    millis / STEP,
                    millis / (double) DAY,
                    aDay,
                    store.bytesUsed() >> 10,
                    bytesMax >> 10,
                    store.usage().receipts(),
                    folded);
            assertThat(board.faults).isEmpty();
            assertThat(board.shown - shownBefore).isEqualTo(millis / STEP);
            assertThat(store.bytesUsed()).isLessThanOrEqualTo(bytesMax);
            if (!more.isEmpty()) {
                board.post(new Event.Stopping());
                board.flush();
                var sums = new Sessions(store).all().getFirst().sums();
                assertThat(sums.count()).isEqualTo((60_000 + millis) / STEP);
                assertThat(store.usage().receipts()).isZero();
            }
            return aDay;
        }
    }

    @Test
    void writesLittleOfReadingsThatComeAgain() throws Exception {
        assertThat(run("tenths", 400_000, 1 << 30, ReadingsTest::tenths)).isLessThan(200);
    }

    @Test
    void isNeverFullOfReadingsThatAreAllOthers() throws Exception {
        run("others", 300_000, 2 << 20, i -> Ipld.of(1_000_000 + i));
    }

    private void keepForNobody(long millis) throws Exception {
        LongFunction<Ipld> others = i -> Ipld.of(1_000_000 + i);
        var aDay = run("kept for nobody", millis, 5 << 20, others, ",\"keep\":\"0s\"");
        assertThat(aDay).isLessThan(200);
    }

    @Test
    void writesLittleOfReadingsWhoseReceiptsNobodyKeeps() throws Exception {
        keepForNobody(200_000);
    }

    @Test
    @Tag("long")
    void writesLittleOfManyReadingsWhoseReceiptsNobodyKeeps() throws Exception {
        keepForNobody(900_000);
    }

    @Test
    @Tag("long")
    void isNeverFullForADay() throws Exception {
        run("tenths for a day", DAY, 1 << 30, ReadingsTest::tenths);
    }

    @Test
    @Tag("long")
    void isNeverFullOfHoursOfReadingsThatAreAllOthers() throws Exception {
        run("others for hours", 6 * 3_600_000, 64 << 20, i -> Ipld.of(1_000_000 + i));
    }
}

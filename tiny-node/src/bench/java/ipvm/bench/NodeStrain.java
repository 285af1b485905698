package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Window;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What a node does when it is asked for too much, and what is left in memory afterwards.
final class NodeStrain {

    private static final int FLOOD = 1_000;
    private static final int OTHERS = 7;
    private static final int ASKS = 1_400;
    private static final int FOOTPRINT_TASKS = 100_000;

    private final NodeBench bench;

    NodeStrain(NodeBench bench) {
        this.bench = bench;
    }

    /// What askers wait for a task, by themselves and while another has a thousand in the queue:
    /// seven, which with the other are the eight of whom none may double the wait of the rest, and
    /// one whose node has nothing else to do.
    void flooded() throws Exception {
        flooded("seven askers", OTHERS);
        flooded("one asker", 1);
    }

    private void flooded(String who, int askers) throws Exception {
        wait(askers); // warms up
        double alone = wait(askers);
        var free = new Semaphore(FLOOD);
        var isOver = new AtomicBoolean();
        var asked = new AtomicLong();
        var flood =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!isOver.get()) {
                                free.acquireUninterruptibly();
                                asked.incrementAndGet();
                                bench.ask(bench.next(), grant(OTHERS + 1), free);
                            }
                        });
        long begin = System.nanoTime();
        double beside = wait(askers);
        double rate = asked.get() * 1e9 / (System.nanoTime() - begin);
        isOver.set(true);
        flood.join();
        free.acquire(FLOOD);
        bench.print("wait of " + who + ", by themselves", alone, "ms", 0);
        bench.print("wait while another floods the queue", beside, "ms", 0);
        bench.print("against by themselves (goal at most 2)", beside / alone, "x", 0);
        bench.print("tasks of the flood meanwhile", rate, "/s", 0);
    }

    /// The median of what so many wait who each ask for one task after another.
    private double wait(int askers) throws Exception {
        var times = Collections.synchronizedList(new ArrayList<Double>());
        var threads = new ArrayList<Thread>();
        for (int i = 1; i <= askers; i++) {
            var grant = grant(i);
            threads.add(Thread.ofPlatform().start(() -> ask(grant, ASKS / askers, times)));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (times.size() != ASKS / askers * askers) {
            throw new IllegalStateException("an asker gave up");
        }
        return Times.settled(times);
    }

    private void ask(Grant grant, int count, List<Double> times) {
        for (int i = 0; i < count; i++) {
            long before = System.nanoTime();
            bench.ask(bench.next(), grant).join();
            times.add((System.nanoTime() - before) / 1e6);
        }
    }

    /// Everything, for somebody else.
    private Grant grant(int holder) {
        var seed = new byte[32];
        seed[0] = (byte) holder;
        return new Grant(
                bench.did(),
                PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed)).did(),
                Command.ALL,
                Policy.ANYTHING,
                Window.ALWAYS,
                List.of(),
                List.of());
    }

    /// What so many tasks leave in memory, against a tenth of them.
    void footprint() throws Exception {
        bench.asked(FOOTPRINT_TASKS / 10);
        double first = resident();
        bench.asked(FOOTPRINT_TASKS - FOOTPRINT_TASKS / 10);
        double last = resident();
        bench.print("RSS after " + FOOTPRINT_TASKS / 10 + " tasks", first, "MB", 0);
        bench.print("RSS after " + FOOTPRINT_TASKS + " tasks", last, "MB", 0);
        bench.print("grown", last - first, "MB", 0);
        bench.print("heap of that", heap(), "MB", 0);
    }

    private static double heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static double resident() throws Exception {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1e3)
                .sum();
    }
}

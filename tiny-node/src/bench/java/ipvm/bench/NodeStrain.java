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
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a node does when it is asked for too much, and what is left in memory afterwards.
final class NodeStrain {

    private static final int FLOOD = 1_000;
    private static final int FOOTPRINT_TASKS = 100_000;

    private final NodeBench bench;

    NodeStrain(NodeBench bench) {
        this.bench = bench;
    }

    /// What one asker waits for a task, alone and while another has a thousand in the queue.
    void flooded() throws Exception {
        double alone = latency(grant(1));
        var flooder = grant(2);
        var free = new Semaphore(FLOOD);
        var isOver = new AtomicBoolean();
        Runnable asks =
                () -> {
                    while (!isOver.get()) {
                        free.acquireUninterruptibly();
                        bench.ask(bench.next(), flooder, free);
                    }
                };
        var flood = Thread.ofPlatform().start(asks);
        double beside = latency(grant(1));
        isOver.set(true);
        flood.join();
        free.acquire(FLOOD);
        bench.print("wait of one asker, alone", alone, "ms", 0);
        bench.print("wait while another floods the queue", beside, "ms", 0);
        bench.print("against alone (goal at most 2)", beside / alone, "x", 0);
    }

    private double latency(Grant grant) throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < 500; i++) {
            long before = System.nanoTime();
            bench.ask(bench.next(), grant).join();
            times.add((System.nanoTime() - before) / 1e6);
        }
        return Times.settled(times);
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

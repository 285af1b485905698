package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One answer in lines on its way to a neighbour: one word at a time, and in it all that waits.
///
/// Whoever makes the lines waits when so many of them do, so that a slow neighbour costs no memory.
final class Telling implements Office.Ear {

    private static final int LINES_MAX = 64;
    private static final int WORD_BYTES_MAX = 256 << 10;
    private static final int LINE_BYTES_MAX = 2 << 20;
    private static final int BUSY = 6;

    private final Cid request;
    private final long run;
    private final Ways ways;
    private final BlockingQueue<Ipld.Map> waiting = new ArrayBlockingQueue<>(LINES_MAX);
    private Optional<Ipld.Map> held = Optional.empty();
    private long told;
    private boolean isTelling;
    private volatile Optional<Office.End> end = Optional.empty();
    private volatile boolean isGone;

    /// What it needs of the world around.
    ///
    /// @param step has something done on the thread of the neighbours
    /// @param send takes a word, and tells whether it is safe there or never will be
    /// @param over told that all is said, and whether it was heard
    record Ways(
            Store store,
            boolean isProven,
            Consumer<Runnable> step,
            BiConsumer<Bytes, Consumer<Boolean>> send,
            Consumer<Boolean> over) {}

    Telling(Cid request, long run, Ways ways) {
        this.request = request;
        this.run = run;
        this.ways = ways;
    }

    @Override
    public void line(Ipld.Map line) throws InterruptedException {
        boolean isTaken = false;
        while (!isGone && !isTaken) {
            isTaken = waiting.offer(line, 1, TimeUnit.SECONDS);
        }
        ways.step().accept(this::tell);
    }

    @Override
    public void end(Office.End last) {
        end = Optional.of(last);
        ways.step().accept(this::tell);
    }

    /// Says what there is to say, unless something is being said.
    private void tell() {
        var last = end; // before the lines, of which none comes after it
        if (isTelling || isGone || (last.isEmpty() && waiting.isEmpty() && held.isEmpty())) {
            return;
        }
        isTelling = true;
        var lines = new ArrayList<Ipld.Map>();
        var proofs = new ArrayList<Passage.Proof>();
        long bytes = 0;
        while (bytes < WORD_BYTES_MAX && next()) {
            var line = held.orElseThrow();
            var proof = ways.isProven() ? proof(line) : Optional.<Passage.Proof>empty();
            long more = DagCbor.encode(line).size() + proof.map(Telling::size).orElse(0L);
            if (!lines.isEmpty() && bytes + more > WORD_BYTES_MAX) {
                break;
            }
            bytes += more;
            held = Optional.empty();
            lines.add(line);
            proof.ifPresent(proofs::add);
        }
        boolean isAll = held.isEmpty() && waiting.isEmpty();
        if (bytes > LINE_BYTES_MAX) {
            last = Optional.of(new Office.End(BUSY, "too long for one word: " + bytes + " bytes"));
            isAll = true;
            lines.clear();
            proofs.clear();
        }
        say(lines, proofs, isAll ? last : Optional.empty());
    }

    private void say(List<Ipld.Map> lines, List<Passage.Proof> proofs, Optional<Office.End> last) {
        var passage = new Passage(request, run, told, lines, proofs, last);
        told += lines.size();
        ways.send()
                .accept(
                        passage.encode(),
                        isSafe -> {
                            isTelling = false;
                            isGone = last.isPresent() || !isSafe;
                            if (isGone) {
                                ways.over().accept(isSafe);
                            } else {
                                tell();
                            }
                        });
    }

    private boolean next() {
        if (held.isEmpty()) {
            held = Optional.ofNullable(waiting.poll());
        }
        return held.isPresent();
    }

    private static long size(Passage.Proof proof) {
        return (long) proof.task().size() + proof.receipt().size();
    }

    /// The receipt that a line names, with its task.
    private Optional<Passage.Proof> proof(Ipld.Map line) {
        if (!(line.find("receipt").orElse(Ipld.ofNull()) instanceof Ipld.Link(var name))) {
            return Optional.empty();
        }
        try {
            return ways.store().receipts(name).stream()
                    .filter(filed -> filed.receipt().equals(name))
                    .findFirst()
                    .map(filed -> new Passage.Proof(filed.taskBytes(), filed.token()));
        } catch (StoreException e) {
            return Optional.empty(); // the line is told without it
        }
    }
}

package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.task.Receipt;
import ipvm.task.Sealed;
import ipvm.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// An answer in lines as it comes in, each line once, also where the neighbour was started anew in
/// between and begins it again.
final class Listening {

    private static final long LINES_MAX = 100_000;

    private final Consumer<Ipld.Map> ear;
    private final boolean isLasting;
    private final Set<Ipld> named = new HashSet<>();
    private long run = -1;
    private long told;

    /// @param isLasting whether the answer may begin again; its lines are then told by their names
    Listening(Consumer<Ipld.Map> ear, boolean isLasting) {
        this.ear = ear;
        this.isLasting = isLasting;
    }

    /// Whether a passage is one that may come now.
    void check(Passage passage) throws MalformedException {
        if (passage.run() != run) {
            if (told > 0 && !isLasting) {
                throw new MalformedException("the rest of an answer", "its beginning again");
            }
            run = passage.run();
            told = 0;
        }
        if (passage.at() > told || told > LINES_MAX) {
            throw new MalformedException("line " + told + " of an answer", "" + passage.at());
        }
    }

    /// What a passage said is durable here: its lines that were not told before are told.
    void heard(Passage passage) {
        int known = (int) Math.min(told - passage.at(), passage.lines().size());
        told = Math.max(told, passage.at() + passage.lines().size());
        for (var line : passage.lines().subList(known, passage.lines().size())) {
            var name = line.find("name").filter(any -> isLasting);
            if (name.isEmpty() || named.add(name.get())) {
                ear.accept(line);
            }
        }
    }

    /// The receipts of a passage, each of which has to be what it says.
    static List<Change> changes(Passage passage, long nowMillis) throws MalformedException {
        var changes = new ArrayList<Change>();
        for (var proof : passage.proofs()) {
            var receipt = Receipt.decode(proof.receipt());
            var names = names(proof, receipt);
            if (!receipt.isSigned() || !names.contains(receipt.report().ran())) {
                throw new MalformedException("receipt of " + receipt.report().ran(), "another one");
            }
            changes.add(
                    new Change.File(
                            new Filed(
                                    receipt.cid(),
                                    receipt.report().ran(),
                                    names,
                                    proof.task(),
                                    proof.receipt(),
                                    nowMillis,
                                    false)));
        }
        return changes;
    }

    /// Made from the task: who sends it could name another one's.
    private static List<Cid> names(Passage.Proof proof, Receipt receipt) throws MalformedException {
        return Sealed.isSealed(proof.task())
                ? List.of(receipt.report().ran())
                : Task.decode(proof.task()).names();
    }

    /// For who asked before this process was started.
    static Optional<Listening> forNobody(boolean isLines) {
        return isLines ? Optional.of(new Listening(line -> {}, true)) : Optional.empty();
    }
}

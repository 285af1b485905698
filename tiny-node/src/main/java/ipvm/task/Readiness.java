package ipvm.task;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Counts down what each job of one run still waits for.
///
/// After a restart it is brought up to date by the jobs that have ended, in any order.
public final class Readiness {

    private final Stages stages;
    private final int[] unmet;
    private final BitSet ended = new BitSet();
    private int early;

    Readiness(Stages stages) {
        this.stages = stages;
        this.unmet = new int[stages.size()];
        this.early = stages.early();
        for (int job = 0; job < unmet.length; job++) {
            unmet[job] = stages.graph().awaitedCount(job);
        }
        if (early > 0) {
            stages.commands().forEach(command -> unmet[command]++);
        }
    }

    /// The jobs that wait for nothing and have not ended, as written.
    public List<Job> ready() {
        var ready = new ArrayList<Job>();
        for (int job = 0; job < unmet.length; job++) {
            if (unmet[job] == 0 && !ended.get(job)) {
                ready.add(stages.job(job));
            }
        }
        return List.copyOf(ready);
    }

    /// Which jobs wait for nothing any more, now that this one has ended, however it did. One that
    /// ends again changes nothing.
    public List<Job> after(String label) {
        int job = stages.index(label);
        if (ended.get(job)) {
            return List.of();
        }
        ended.set(job);
        var ready = new ArrayList<Job>();
        for (int i = 0; i < stages.graph().dependantCount(job); i++) {
            release(stages.graph().dependant(job, i), ready);
        }
        if (!stages.isLate(job) && --early == 0) {
            stages.commands().forEach(command -> release(command, ready));
        }
        return List.copyOf(ready);
    }

    private void release(int job, List<Job> ready) {
        if (--unmet[job] == 0 && !ended.get(job)) {
            ready.add(stages.job(job));
        }
    }

    /// How many jobs a job still waits for; all that come before the commands count as one.
    public int unmet(String label) {
        return unmet[stages.index(label)];
    }

    public boolean isOver() {
        return ended.cardinality() == unmet.length;
    }
}

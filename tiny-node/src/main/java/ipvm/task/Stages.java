package ipvm.task;

import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What comes before what in a workflow: awaits, and commands last.
///
/// A command cannot be taken back, so none is done before everything that can be tried again has
/// ended; only what awaits the end of a command comes after it.
public final class Stages {

    private final List<Job> jobs;
    private final Graph graph;
    private final Map<String, Integer> indexes;
    private final List<Integer> commands = new ArrayList<>();

    /// Commands, and all that awaits the end of one, however indirectly.
    private final BitSet late = new BitSet();

    private final int[] order;

    private Stages(List<Job> jobs, Predicate<Command> isCommand) {
        this.jobs = List.copyOf(jobs);
        this.graph = new Graph(jobs);
        this.indexes = Graph.indexes(jobs);
        this.order = graph.order();
        if (order.length < jobs.size()) {
            throw new IllegalArgumentException("some of the jobs await each other");
        }
        for (int job : order) {
            mark(job, isCommand.test(jobs.get(job).command()));
        }
    }

    /// Of jobs that await each other without a ring, as those of every workflow do.
    ///
    /// @param isCommand whether a command can be done only once, as no query and no function is
    public static Stages of(Workflow workflow, Predicate<Command> isCommand) {
        return new Stages(workflow.jobs(), isCommand);
    }

    private void mark(int job, boolean isCommand) {
        if (isCommand) {
            commands.add(job);
        }
        boolean isLate = isCommand;
        for (int i = 0; i < graph.awaitedCount(job) && !isLate; i++) {
            isLate = late.get(graph.awaited(job, i));
        }
        late.set(job, isLate);
    }

    /// Every job once, after those it awaits; commands and what awaits them last.
    public List<Job> order() {
        var ordered = new ArrayList<Job>(order.length);
        for (boolean isLate : new boolean[] {false, true}) {
            for (int job : order) {
                if (late.get(job) == isLate) {
                    ordered.add(jobs.get(job));
                }
            }
        }
        return List.copyOf(ordered);
    }

    /// Whether a job is one of those that must all have ended before a command is done.
    public boolean isBeforeCommands(String label) {
        return !late.get(index(label));
    }

    /// Counters for one run of the workflow.
    public Readiness begin() {
        return new Readiness(this);
    }

    int size() {
        return order.length;
    }

    /// How many jobs come before the commands.
    int early() {
        return order.length - late.cardinality();
    }

    int index(String label) {
        return Graph.index(indexes, label);
    }

    Job job(int index) {
        return jobs.get(index);
    }

    Graph graph() {
        return graph;
    }

    boolean isLate(int job) {
        return late.get(job);
    }

    List<Integer> commands() {
        return commands;
    }
}

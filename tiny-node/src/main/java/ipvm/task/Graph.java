package ipvm.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which job awaits which, by their indexes: two rows of numbers each way, built in one pass over
/// jobs and awaits, because a workflow may have as many tasks as a thread has no stack for.
final class Graph {

    private final int size;
    private final int[] awaitedFrom;
    private final int[] awaited;
    private final int[] dependantsFrom;
    private final int[] dependants;
    private long steps;

    Graph(List<Job> jobs) {
        this.size = jobs.size();
        this.awaitedFrom = new int[size + 1];
        this.awaited = awaited(jobs);
        this.dependantsFrom = new int[size + 1];
        this.dependants = reversed();
    }

    /// A job that awaits both ends of another one depends on it once.
    private int[] awaited(List<Job> jobs) {
        var indexes = indexes(jobs);
        var found = new int[jobs.stream().mapToInt(job -> job.needs().size()).sum()];
        var seenBy = new int[size];
        Arrays.fill(seenBy, -1);
        int count = 0;
        for (int job = 0; job < size; job++) {
            for (var need : jobs.get(job).needs()) {
                steps++;
                if (need instanceof Need.Beside(var label, var branch)) {
                    int other = index(indexes, label);
                    if (seenBy[other] != job) {
                        seenBy[other] = job;
                        found[count++] = other;
                    }
                }
            }
            awaitedFrom[job + 1] = count;
        }
        return Arrays.copyOf(found, count);
    }

    static Map<String, Integer> indexes(List<Job> jobs) {
        var indexes = HashMap.<String, Integer>newHashMap(jobs.size());
        for (int job = 0; job < jobs.size(); job++) {
            indexes.put(jobs.get(job).label(), job);
        }
        return indexes;
    }

    static int index(Map<String, Integer> indexes, String label) {
        var index = indexes.get(label);
        if (index == null) {
            throw new IllegalArgumentException("no job '" + label + "'");
        }
        return index;
    }

    private int[] reversed() {
        for (int other : awaited) {
            dependantsFrom[other + 1]++;
        }
        for (int job = 0; job < size; job++) {
            dependantsFrom[job + 1] += dependantsFrom[job];
        }
        var next = Arrays.copyOf(dependantsFrom, size);
        var reversed = new int[awaited.length];
        for (int job = 0; job < size; job++) {
            for (int at = awaitedFrom[job]; at < awaitedFrom[job + 1]; at++) {
                steps++;
                reversed[next[awaited[at]]++] = job;
            }
        }
        return reversed;
    }

    int size() {
        return size;
    }

    int awaitedCount(int job) {
        return awaitedFrom[job + 1] - awaitedFrom[job];
    }

    int awaited(int job, int at) {
        return awaited[awaitedFrom[job] + at];
    }

    int dependantCount(int job) {
        return dependantsFrom[job + 1] - dependantsFrom[job];
    }

    int dependant(int job, int at) {
        return dependants[dependantsFrom[job] + at];
    }

    /// How often a job or an await was looked at so far.
    long steps() {
        return steps;
    }

    /// Every job after those it awaits, else as written; shorter than the rest where some await
    /// each other in a ring.
    int[] order() {
        var unmet = new int[size];
        var order = new int[size];
        int count = 0;
        for (int job = 0; job < size; job++) {
            unmet[job] = awaitedCount(job);
            if (unmet[job] == 0) {
                order[count++] = job;
            }
        }
        for (int at = 0; at < count; at++) {
            steps++;
            for (int i = 0; i < dependantCount(order[at]); i++) {
                steps++;
                int dependant = dependant(order[at], i);
                if (--unmet[dependant] == 0) {
                    order[count++] = dependant;
                }
            }
        }
        return Arrays.copyOf(order, count);
    }

    /// Jobs of which each awaits the next and the last the first; none where order covers them all.
    ///
    /// Whatever is not in order awaits something that is not either, so that going on and on from
    /// any of them comes back to where it was.
    int[] ring(int[] order) {
        var isOrdered = new boolean[size];
        for (int job : order) {
            isOrdered[job] = true;
        }
        int at = 0;
        while (at < size && isOrdered[at]) {
            at++;
        }
        if (at == size) {
            return new int[0];
        }
        var way = new int[size + 1];
        var placeOnWay = new int[size];
        Arrays.fill(placeOnWay, -1);
        int count = 0;
        for (; placeOnWay[at] < 0; at = awaitedOutOfOrder(at, isOrdered)) {
            placeOnWay[at] = count;
            way[count++] = at;
        }
        return Arrays.copyOfRange(way, placeOnWay[at], count);
    }

    private int awaitedOutOfOrder(int job, boolean[] isOrdered) {
        for (int i = 0; i < awaitedCount(job); i++) {
            steps++;
            if (!isOrdered[awaited(job, i)]) {
                return awaited(job, i);
            }
        }
        throw new IllegalStateException("job " + job + " is out of order for no reason");
    }
}

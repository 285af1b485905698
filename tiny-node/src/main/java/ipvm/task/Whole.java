package ipvm.task;

import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What can be said of all tasks of a workflow together only: that none awaits its own end, and
/// that what is made of a secret is one.
final class Whole {

    /// Where one job awaits another.
    @FunctionalInterface
    interface Places {
        Node await(int job, String label) throws MalformedException;
    }

    private static final int RING_CHARS_MAX = 120;
    private static final int RING_TASKS_MAX = 16;
    private static final int LABEL_CHARS_MAX = 24;

    private final List<Job> jobs;
    private final Places places;
    private final Graph graph;

    Whole(List<Job> jobs, Places places) {
        this.jobs = jobs;
        this.places = places;
        this.graph = new Graph(jobs);
    }

    /// The jobs, those that must be kept secret marked so.
    List<Job> checked() throws MalformedException {
        var order = graph.order();
        var ring = graph.ring(order);
        if (ring.length > 0) {
            throw await(ring[0], ring[1 % ring.length])
                    .malformed("an await that closes no ring of tasks", text(ring));
        }
        var secret = new BitSet();
        var checked = new ArrayList<>(jobs);
        for (int job : order) {
            if (jobs.get(job).config().isSecret() || isMadeOf(secret, job)) {
                secret.set(job);
                checked.set(job, jobs.get(job).kept());
            }
        }
        return checked;
    }

    private boolean isMadeOf(BitSet secret, int job) throws MalformedException {
        for (int i = 0; i < graph.awaitedCount(job); i++) {
            int awaited = graph.awaited(job, i);
            if (secret.get(awaited)) {
                requireNotPublic(job, awaited);
                return true;
            }
        }
        return false;
    }

    private void requireNotPublic(int job, int secret) throws MalformedException {
        if (jobs.get(job).config().secret().isPresent()) {
            throw await(job, secret)
                    .malformed(
                            "an input that is not secret, where \"secret\" is false",
                            "the end of '" + jobs.get(secret).label() + "'");
        }
    }

    private Node await(int job, int awaited) throws MalformedException {
        return places.await(job, jobs.get(awaited).label());
    }

    /// As much of a ring as a person can read, with the end that closes it.
    private String text(int[] ring) {
        int shown = Math.min(ring.length, RING_TASKS_MAX);
        var text = text(ring, shown);
        while (text.length() > RING_CHARS_MAX && shown > 1) {
            text = text(ring, --shown);
        }
        return text;
    }

    private String text(int[] ring, int shown) {
        var text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            text.append(label(ring[i])).append(" -> ");
        }
        if (shown < ring.length) {
            text.append("... (").append(ring.length).append(" tasks) -> ");
        }
        return text.append(label(ring[0])).toString();
    }

    private String label(int job) {
        var label = jobs.get(job).label();
        return label.length() <= LABEL_CHARS_MAX
                ? label
                : label.substring(0, LABEL_CHARS_MAX) + "...";
    }
}

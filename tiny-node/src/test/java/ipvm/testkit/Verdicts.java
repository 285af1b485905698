package ipvm.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Counts where we and a peer agree to accept or to refuse, and why only one of us refuses.
public final class Verdicts {

    private static final Pattern PARTICULARS =
            Pattern.compile("'[^']*'|\"[^\"]*\"|[0-9]+|[a-z0-9]{40,}");
    private static final int CHARS_MAX = 70;

    private final Map<String, Integer> onlyWeRefuse = new TreeMap<>();
    private final Map<String, Integer> onlyTheyRefuse = new TreeMap<>();
    private int accepted;
    private int refused;

    /// Each refusal is empty where a side accepts.
    public void add(String ours, String theirs) {
        if (ours.isEmpty() == theirs.isEmpty()) {
            accepted += ours.isEmpty() ? 1 : 0;
            refused += ours.isEmpty() ? 0 : 1;
        } else if (theirs.isEmpty()) {
            onlyWeRefuse.merge(kind(ours), 1, Integer::sum);
        } else {
            onlyTheyRefuse.merge(kind(theirs), 1, Integer::sum);
        }
    }

    /// What only the peer refuses, by kind of message.
    public Map<String, Integer> onlyTheyRefuse() {
        return onlyTheyRefuse;
    }

    /// What only we refuse, by kind of message.
    public Map<String, Integer> onlyWeRefuse() {
        return onlyWeRefuse;
    }

    public int agreed() {
        return accepted + refused;
    }

    /// The message without what differs from case to case.
    private static String kind(String message) {
        var kind = PARTICULARS.matcher(message).replaceAll("#");
        return kind.substring(0, Math.min(kind.length(), CHARS_MAX));
    }

    @Override
    public String toString() {
        return "both accept "
                + accepted
                + ", both refuse "
                + refused
                + ", only we refuse "
                + onlyWeRefuse
                + ", only they refuse "
                + onlyTheyRefuse;
    }
}

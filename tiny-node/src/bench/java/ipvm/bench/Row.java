package ipvm.bench;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Locale;

/// One measured case: our figure, the peer's, their ratio and the goal that it is held to.
record Row(String bench, String what, Sides sides, String unit, Goal goal) {

    /// What was measured for us and for the peer, and how they relate.
    record Sides(double ours, double peer, String peerName, double ratio) {}

    /// The bound of a ratio, from below or from above.
    record Goal(boolean atLeast, double bound) {

        static Goal atLeast(double bound) {
            return new Goal(true, bound);
        }

        static Goal atMost(double bound) {
            return new Goal(false, bound);
        }

        boolean isMetBy(double ratio) {
            return atLeast ? ratio >= bound : ratio <= bound;
        }

        @Override
        public String toString() {
            return (atLeast ? ">= " : "<= ") + bound;
        }
    }

    boolean met() {
        return goal.isMetBy(sides.ratio);
    }

    String json() throws MalformedException {
        return DagJson.text(
                Ipld.map(
                        "bench", Ipld.of(bench),
                        "case", Ipld.of(what),
                        "ours", Ipld.of(rounded(sides.ours)),
                        "peer", Ipld.of(rounded(sides.peer)),
                        "peer_name", Ipld.of(sides.peerName),
                        "ratio", Ipld.of(rounded(sides.ratio)),
                        "unit", Ipld.of(unit),
                        "goal", Ipld.of(goal.toString()),
                        "met", Ipld.of(met())));
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-28s %12s %12s %-10s %8s  %-8s %s",
                "case",
                "ours",
                "peer",
                "unit",
                "ratio",
                "goal",
                "peer's name");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-28s %12.5g %12.5g %-10s %8.3f  %-8s %s%s",
                what,
                sides.ours,
                sides.peer,
                unit,
                sides.ratio,
                goal,
                sides.peerName,
                met() ? "" : "  MISSED");
    }

    /// Four digits are more than a measurement holds.
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
    }
}

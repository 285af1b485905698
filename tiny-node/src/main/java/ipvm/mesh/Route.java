package ipvm.mesh;

import ipvm.link.Cost;
import ipvm.link.Place;

/// One way to a neighbour, and how it has done.
final class Route {

    private static final int FIRST_WAIT_MILLIS = 1_000;
    private static final int LEAST_WAIT_MILLIS = 100;
    private static final double SMOOTH = 0.125;
    private static final double SMOOTH_SPREAD = 0.25;
    private static final double SMOOTH_LOSS = 0.05;

    final Place place;
    private double rttMillis = -1;
    private double spreadMillis;
    private double loss;
    long heardMillis;
    long saidMillis;
    long askedMillis;

    /// Losses in a row without a word: then another way is tried.
    int silence;

    Route(Place place, long nowMillis) {
        this.place = place;
        this.heardMillis = nowMillis;
        this.saidMillis = nowMillis;
        this.askedMillis = Long.MIN_VALUE;
    }

    void measured(long millis) {
        if (rttMillis < 0) {
            rttMillis = millis;
            spreadMillis = millis / 2.0;
        } else {
            spreadMillis += SMOOTH_SPREAD * (Math.abs(millis - rttMillis) - spreadMillis);
            rttMillis += SMOOTH * (millis - rttMillis);
        }
    }

    void lost(boolean isLost) {
        loss += SMOOTH_LOSS * ((isLost ? 1 : 0) - loss);
    }

    void heard(long nowMillis) {
        heardMillis = nowMillis;
        silence = 0;
    }

    /// After which what was not answered was lost.
    long waitMillis(Cost cost) {
        double wait =
                rttMillis < 0
                        ? Math.max(FIRST_WAIT_MILLIS, 3L * cost.millisFor(cost.frameBytesMax()))
                        : rttMillis + 4 * spreadMillis + cost.millisFor(cost.frameBytesMax());
        return Math.max(LEAST_WAIT_MILLIS, (long) wait);
    }

    /// How much later something may arrive than what was sent after it.
    long lateMillis() {
        return rttMillis < 0 ? FIRST_WAIT_MILLIS : Math.max(5, (long) (rttMillis / 2));
    }

    long rttMillis() {
        return rttMillis < 0 ? -1 : Math.round(rttMillis);
    }

    double loss() {
        return loss;
    }

    /// How long a kilobyte takes, in milliseconds and as often as it has to be sent.
    double metric(Cost cost) {
        double latency = rttMillis < 0 ? cost.millis() : rttMillis / 2;
        return (latency + 1_000.0 * 1_024 / cost.bytesPerSecond()) / (1 - Math.min(loss, 0.9));
    }
}

package ipvm.mqtt;

/// What time it is, for times in SenML that are relative to now.
final class ClockHand {

    private ClockHand() {}

    static long nowMillis() {
        return System.currentTimeMillis();
    }
}

package ipvm.rule;

/// What one rule may hold and ask for at most.
///
/// @param documentBytesMax bytes of a rule file
/// @param queueMax waiting events that a rule may ask for
/// @param queueDefault waiting events where a rule does not say
/// @param queueBytesMax bytes of all waiting events
/// @param windowCountMax events of one window
/// @param windowBytesMax bytes of all events of one window
/// @param eventBytesMax bytes of one event
/// @param stateBytesMax bytes of a rule's own state
/// @param resultBytesMax bytes of a last result that is kept for the outlet
/// @param everyMillisMin the shortest time between two firings of `every`
/// @param spanMillisMax the longest time that a rule may speak of
/// @param failuresMax failures in a row after which a rule is paused
/// @param flightsMax firings of a stateless rule at one time
/// @param missedMax missed firings that are made up for with `all`
/// @param wakeMillisMax after how long a rule looks at the clock again, should it have jumped
public record Limits(
        int documentBytesMax,
        int queueMax,
        int queueDefault,
        int queueBytesMax,
        int windowCountMax,
        int windowBytesMax,
        int eventBytesMax,
        int stateBytesMax,
        int resultBytesMax,
        long everyMillisMin,
        long spanMillisMax,
        int failuresMax,
        int flightsMax,
        int missedMax,
        long wakeMillisMax) {

    public static final Limits DEFAULT =
            new Limits(
                    64 << 10,
                    10_000,
                    100,
                    1 << 20,
                    10_000,
                    256 << 10,
                    64 << 10,
                    64 << 10,
                    16 << 10,
                    10,
                    366L * 86_400_000,
                    20,
                    8,
                    100,
                    60_000);

    public Limits {
        require("documentBytesMax", documentBytesMax);
        require("queueMax", queueMax);
        require("queueDefault", queueDefault);
        require("queueBytesMax", queueBytesMax);
        require("windowCountMax", windowCountMax);
        require("windowBytesMax", windowBytesMax);
        require("eventBytesMax", eventBytesMax);
        require("stateBytesMax", stateBytesMax);
        require("resultBytesMax", resultBytesMax);
        require("everyMillisMin", everyMillisMin);
        require("spanMillisMax", spanMillisMax);
        require("failuresMax", failuresMax);
        require("flightsMax", flightsMax);
        require("missedMax", missedMax);
        require("wakeMillisMax", wakeMillisMax);
    }

    ipvm.data.Limits ofData() {
        return ipvm.data.Limits.DEFAULT.withBlockBytesMax(documentBytesMax);
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is less than 1");
        }
    }
}

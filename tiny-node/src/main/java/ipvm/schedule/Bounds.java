package ipvm.schedule;

/// What one run may use. It is no part of the task: others may ask for the same within other
/// bounds.
public record Bounds(long fuel, long memoryBytes, long timeMillis) {

    public Bounds {
        if (fuel < 0 || memoryBytes < 0 || timeMillis < 0) {
            throw new IllegalArgumentException("a bound below zero");
        }
    }

    public Bounds withFuel(long less) {
        return new Bounds(less, memoryBytes, timeMillis);
    }

    public Bounds withTime(long less) {
        return new Bounds(fuel, memoryBytes, less);
    }

    /// The smaller of each.
    public Bounds within(Bounds most) {
        return new Bounds(
                Math.min(fuel, most.fuel),
                Math.min(memoryBytes, most.memoryBytes),
                Math.min(timeMillis, most.timeMillis));
    }
}

package ipvm.wasm;

/// What a run may use: fuel, bytes of memory, and time as long as the watch lets it go on.
///
/// @param fuel units of the fuel schedule
/// @param memoryBytesMax of all memories together, and of a value that leaves the module
/// @param watch asked every few million units of fuel
public record Grant(long fuel, long memoryBytesMax, Watch watch) {

    /// Says when a run has to stop: the time is over, or nobody wants the result any more.
    @FunctionalInterface
    public interface Watch {
        boolean isOver();
    }

    static final Grant NONE = of(0, 0);

    /// A run without a bound in time.
    public static Grant of(long fuel, long memoryBytesMax) {
        return new Grant(fuel, memoryBytesMax, () -> false);
    }
}

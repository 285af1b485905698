package ipvm.jit;

/// What a module may hold at most, so that a hostile one costs no more than its own size.
///
/// The memory that a running module may take is not here: it belongs to the [Meter] of the run.
///
/// @param moduleBytesMax bytes of a module, or of a component with all it carries
/// @param typesMax function types
/// @param importsMax imports
/// @param exportsMax exports
/// @param paramsMax parameters of a function; the JVM has 255 slots and a long takes two
/// @param resultsMax results of a function
/// @param functionsMax functions with a body
/// @param bodyBytesMax bytes of a function's body
/// @param localsMax locals of a function with its parameters
/// @param nestingMax blocks inside one another
/// @param operandsMax height of the operand stack
/// @param targetsMax targets of one br_table
/// @param globalsMax globals
/// @param dataSegmentsMax data segments
/// @param elementSegmentsMax element segments
/// @param tablesMax tables
/// @param tableEntriesMax entries of one table, also by growth
public record Limits(
        int moduleBytesMax,
        int typesMax,
        int importsMax,
        int exportsMax,
        int paramsMax,
        int resultsMax,
        int functionsMax,
        int bodyBytesMax,
        int localsMax,
        int nestingMax,
        int operandsMax,
        int targetsMax,
        int globalsMax,
        int dataSegmentsMax,
        int elementSegmentsMax,
        int tablesMax,
        int tableEntriesMax) {

    private static final int BYTES_PER_SEGMENT = 1 << 10;

    public static final Limits DEFAULT =
            new Limits(
                    8 << 20, 4_096, 256, 2_048, 120, 64, 20_000, 256 << 10, 4_096, 4_096, 4_096,
                    32_768, 4_096, 8_192, 4_096, 8, 65_536);

    /// For code that was already validated.
    static final Limits UNLIMITED = all(Integer.MAX_VALUE);

    private static Limits all(int max) {
        return new Limits(
                max, max, max, max, max, max, max, max, max, max, max, max, max, max, max, max,
                max);
    }

    /// The same limits for modules of another size, of which a larger one may have more data
    /// segments: tools that write a snapshot of a whole memory cut it into thousands.
    public Limits withModuleBytesMax(int bytes) {
        return new Limits(
                bytes,
                typesMax,
                importsMax,
                exportsMax,
                paramsMax,
                resultsMax,
                functionsMax,
                bodyBytesMax,
                localsMax,
                nestingMax,
                operandsMax,
                targetsMax,
                globalsMax,
                Math.max(dataSegmentsMax, bytes / BYTES_PER_SEGMENT),
                elementSegmentsMax,
                tablesMax,
                tableEntriesMax);
    }
}

package ipvm.wasm;

/// What a module or component may hold at most, so that a hostile one costs no more than its size.
///
/// @param core the limits of each core module, of which the bytes count for the sum
/// @param nestingMax components inside one another
/// @param instancesMax instances of components and core modules together
/// @param definitionsMax entries of all index spaces, fields and cases of types included
/// @param typeNodesMax parts of one type when what it names is written out
/// @param typeDepthMax types inside one another
public record Limits(
        ipvm.jit.Limits core,
        int nestingMax,
        int instancesMax,
        int definitionsMax,
        int typeNodesMax,
        int typeDepthMax) {

    public static final Limits DEFAULT =
            new Limits(ipvm.jit.Limits.DEFAULT, 4, 64, 100_000, 16_384, 100);

    /// Bytes of a module, or of a component with all it carries.
    public int moduleBytesMax() {
        return core.moduleBytesMax();
    }

    /// The same limits for another size of the whole.
    public Limits withModuleBytesMax(int bytes) {
        return new Limits(
                core.withModuleBytesMax(bytes),
                nestingMax,
                instancesMax,
                definitionsMax,
                typeNodesMax,
                typeDepthMax);
    }
}

package ipvm.key;

/// What this package does at most for bytes from outside.
///
/// @param scryptBytesMax memory that opening a box may take for its passphrase
/// @param scryptWorkMax its N times r times p: how long that may take
/// @param successionsMax keys that one name may have had
public record Limits(int scryptBytesMax, int scryptWorkMax, int successionsMax) {

    /// Twice the memory and five times the work of the boxes written here, so that there is room to
    /// write stronger ones later and still none to stop a board of 512 MB.
    public static final Limits DEFAULT = new Limits(64 << 20, 1 << 22, 64);

    public Limits {
        if (scryptBytesMax < 1 || scryptWorkMax < 1 || successionsMax < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }
}

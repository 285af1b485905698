package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.key.Did;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A short name of a node, four bytes of a digest of its DID.
///
/// It is in the name that a node advertises, so that of two the one with the lower mark calls; and
/// it stands before each frame, because what a node notifies reaches everybody who listens.
record Mark(Bytes bytes) implements Comparable<Mark> {

    static final int BYTES = 4;

    private static final String START = "ipvm-";
    private static final Pattern NAME = Pattern.compile(START + "([0-9a-f]{8})");

    static Mark of(Did did) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var all = digest.digest(did.text().getBytes(StandardCharsets.UTF_8));
            return new Mark(Bytes.wrap(all).slice(0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The mark in a name that a node advertises.
    static Optional<Mark> in(String name) {
        var match = NAME.matcher(name);
        return match.matches() ? Optional.of(new Mark(hex(match.group(1)))) : Optional.empty();
    }

    private static Bytes hex(String digits) {
        long value = Long.parseLong(digits, 16);
        return Bytes.of(
                (int) (value >> 24) & 0xff,
                (int) (value >> 16) & 0xff,
                (int) (value >> 8) & 0xff,
                (int) value & 0xff);
    }

    String name() {
        return START + bytes.hex();
    }

    @Override
    public int compareTo(Mark that) {
        return bytes.compareTo(that.bytes);
    }
}

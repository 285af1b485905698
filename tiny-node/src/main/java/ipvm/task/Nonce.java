package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// What makes two equal instructions differ. It is kept as it was written, because Homestar names
/// an instruction by the spelling: text and bytes of the same nonce are two instructions.
public sealed interface Nonce {

    /// No nonce: the instruction is pure, and whoever asks for it asks for the same.
    record Pure() implements Nonce {}

    /// 12 or 16 bytes.
    record Raw(Bytes bytes) implements Nonce {
        public Raw {
            if (!isSize(bytes.size())) {
                throw new IllegalArgumentException("a nonce of " + bytes.size() + " bytes");
            }
        }
    }

    /// The same in lower-case base32hex, without a prefix.
    record Spelled(String text) implements Nonce {
        public Spelled {
            if (!SPELLING.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' spells no nonce");
            }
        }

        /// What it spells; the bits that the last symbol has left over go.
        public Bytes bytes() {
            int size = text.length() * BITS / Byte.SIZE;
            var number = new BigInteger(text, 1 << BITS);
            var bits = number.shiftRight(text.length() * BITS - size * Byte.SIZE).toByteArray();
            var bytes = new byte[size];
            int copied = Math.min(size, bits.length);
            System.arraycopy(bits, bits.length - copied, bytes, size - copied, copied);
            return Bytes.wrap(bytes);
        }
    }

    /// 12 bytes leave four bits of the last symbol over and 16 leave two; those are zero.
    Pattern SPELLING = Pattern.compile("[0-9a-v]{19}[0g]|[0-9a-v]{25}[048cgkos]");

    /// Of one symbol.
    int BITS = 5;

    static Nonce pure() {
        return new Pure();
    }

    /// Whether bytes can be one; none at all are the pure one.
    static boolean fits(Bytes bytes) {
        return bytes.isEmpty() || isSize(bytes.size());
    }

    static Nonce raw(Bytes bytes) {
        return bytes.isEmpty() ? pure() : new Raw(bytes);
    }

    default Ipld encode() {
        return switch (this) {
            case Pure() -> Ipld.of("");
            case Raw(var bytes) -> Ipld.of(bytes);
            case Spelled(var text) -> Ipld.of(text);
        };
    }

    /// As Homestar does, anything but text and bytes is taken for none.
    static Nonce of(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Binary(var bytes)) {
            if (isSize(bytes.size())) {
                return new Raw(bytes);
            }
            throw node.malformed("a nonce of 12 or 16 bytes", bytes.size() + " bytes");
        }
        if (node.value() instanceof Ipld.Text(var text) && !text.isEmpty()) {
            if (SPELLING.matcher(text).matches()) {
                return new Spelled(text);
            }
            throw node.malformed("a nonce of 12 or 16 bytes in base32hex", "'" + text + "'");
        }
        return pure();
    }

    private static boolean isSize(int bytes) {
        return bytes == 12 || bytes == 16;
    }
}

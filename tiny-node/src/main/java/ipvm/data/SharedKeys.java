package ipvm.data;

import org.jspecify.annotations.Nullable;

/// The keys that come again and again, one String and one DAG-CBOR form for all of them.
///
/// Decoded values share their keys across documents, which saves most of their memory, and writing
/// such a key takes three stores instead of a loop. Slots are filled without a lock: a key never
/// changes, and what a race loses is made again.
final class SharedKeys {

    private static final int SLOTS = 512;
    private static final int HEAD = CborWriter.MAJOR_TEXT << 5;
    private static final int BYTES_MAX = 23; // which fit into three longs with their head

    private static final @Nullable Key[] RECENT = new @Nullable Key[SLOTS];

    private SharedKeys() {}

    /// A key with its DAG-CBOR form: three longs, most significant byte first, zero after the end.
    record Key(String text, long first, long second, long third) {

        private static Key of(String text, byte[] array, int start, int size) {
            int end = start + size;
            long head = (long) (HEAD | size) << 56;
            return new Key(
                    text,
                    head | eight(array, start, end) >>> 8,
                    eight(array, start + 7, end),
                    eight(array, start + 15, end));
        }

        private static long eight(byte[] array, int from, int end) {
            long bytes = 0;
            for (int i = from; i < from + Long.BYTES; i++) {
                bytes = bytes << 8 | (i < end ? array[i] & 0xff : 0);
            }
            return bytes;
        }

        int formBytes() {
            return 1 + ((int) (first >>> 56) ^ HEAD);
        }
    }

    /// The text of these bytes, which must be UTF-8.
    static String read(byte[] array, int start, int size) throws MalformedException {
        if (size > BYTES_MAX) {
            return Utf8.decode(array, start, size);
        }
        int slot = slot(hash(array, start, size));
        var known = RECENT[slot];
        if (known != null && stands(known.text, array, start, size)) {
            return known.text;
        }
        var text = Utf8.decode(array, start, size);
        RECENT[slot] = Key.of(text, array, start, size);
        return text;
    }

    /// The key of this text, if one like it was read lately.
    static @Nullable Key find(String text) {
        var known = RECENT[slot(text.hashCode())];
        return known != null && known.text.equals(text) ? known : null;
    }

    /// What String.hashCode says of ASCII, so that bytes and text lead to the same slot.
    private static int hash(byte[] array, int start, int size) {
        int hash = 0;
        for (int i = start; i < start + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 9)) & (SLOTS - 1);
    }

    /// Only ASCII compares equal here: a byte of another text is negative, a character never is.
    private static boolean stands(String text, byte[] array, int start, int size) {
        if (text.length() != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (text.charAt(i) != array[start + i]) {
                return false;
            }
        }
        return true;
    }
}

package ipvm.data;

import org.jspecify.annotations.Nullable;

/// The keys that come again and again, one String for all of them.
///
/// Decoded values share their keys across documents, which saves most of their memory. Slots are
/// filled without a lock: a String never changes, and what a race loses is made again.
final class SharedKeys {

    private static final int SLOTS = 512;
    private static final int BYTES_MAX = 32;

    private static final @Nullable String[] RECENT = new @Nullable String[SLOTS];

    private SharedKeys() {}

    /// The text of these bytes, which must be UTF-8.
    static String read(byte[] array, int start, int size) throws MalformedException {
        if (size > BYTES_MAX) {
            return Utf8.decode(array, start, size);
        }
        int slot = slot(array, start, size);
        var known = RECENT[slot];
        if (known != null && stands(known, array, start, size)) {
            return known;
        }
        var text = Utf8.decode(array, start, size);
        RECENT[slot] = text;
        return text;
    }

    private static int slot(byte[] array, int start, int size) {
        int hash = size;
        for (int i = start; i < start + size; i++) {
            hash = 31 * hash + array[i];
        }
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

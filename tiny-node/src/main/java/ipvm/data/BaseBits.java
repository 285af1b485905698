package ipvm.data;

/// RFC 4648 without padding, for bases whose symbols carry whole bits.
final class BaseBits {

    private BaseBits() {}

    static String encode(Alphabet alphabet, Bytes bytes) {
        int width = alphabet.bits();
        var out = new char[(int) ((bytes.size() * 8L + width - 1) / width)];
        int pending = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < bytes.size(); i++) {
            pending = (pending << 8) | bytes.at(i);
            bits += 8;
            while (bits >= width) {
                bits -= width;
                out[at++] = alphabet.symbol(pending >>> bits);
                pending &= (1 << bits) - 1;
            }
        }
        if (bits > 0) {
            out[at] = alphabet.symbol(pending << (width - bits));
        }
        return new String(out);
    }

    static Bytes decode(Alphabet alphabet, String text, int from, int to)
            throws MalformedException {
        int width = alphabet.bits();
        var out = new byte[(int) ((to - from) * (long) width / 8)];
        int pending = 0;
        int bits = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            pending = (pending << width) | alphabet.value(text, i);
            bits += width;
            if (bits >= 8) {
                bits -= 8;
                out[at++] = (byte) (pending >>> bits);
                pending &= (1 << bits) - 1;
            }
        }
        if (bits >= width || pending != 0) {
            throw new MalformedException(
                    "end of base" + alphabet.size() + " text", "bits that no byte needs", to);
        }
        return Bytes.wrap(out);
    }
}

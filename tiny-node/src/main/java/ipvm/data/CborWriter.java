package ipvm.data;

/// Writes values as DAG-CBOR; a value's order and range are canonical already.
final class CborWriter {

    static final int MAJOR_BYTES = 2;
    static final int MAJOR_TEXT = 3;
    static final int MAJOR_LIST = 4;
    static final int MAJOR_MAP = 5;
    static final int MAJOR_TAG = 6;

    private static final int HEAD_BYTES_MAX = 9;

    private final Buffer out;

    CborWriter(Buffer out) {
        this.out = out;
    }

    void item(Ipld value) {
        switch (value) {
            case Ipld.Int number -> head(number.negative() ? 1 : 0, number.magnitude());
            case Ipld.Text text -> text(text.value());
            case Ipld.Map map -> map(map.entries());
            case Ipld.List list -> list(list.items());
            case Ipld.Link link -> link(link.cid());
            case Ipld.Binary binary -> bytes(binary.value());
            case Ipld.Float64 number -> float64(number.value());
            case Ipld.Bool bool -> out.u8(bool.value() ? 0xf5 : 0xf4);
            case Ipld.Null nothing -> out.u8(0xf6);
        }
    }

    private void float64(double value) {
        out.u8(0xfb).bigEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    /// Nearly every text is ASCII, whose size is known before it is written; others start anew.
    private void text(String text) {
        int mark = out.reserve(HEAD_BYTES_MAX + text.length()).mark();
        head(MAJOR_TEXT, text.length());
        if (!out.ascii(text)) {
            int size = Keys.utf8Size(text);
            out.backTo(mark);
            head(MAJOR_TEXT, size);
            out.wide(text, size);
        }
    }

    private void bytes(Bytes bytes) {
        head(MAJOR_BYTES, bytes.size());
        out.bytes(bytes);
    }

    private void list(java.util.List<Ipld> items) {
        head(MAJOR_LIST, items.size());
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i));
        }
    }

    private void map(java.util.List<Ipld.Entry> entries) {
        head(MAJOR_MAP, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            key(entry.key());
            item(entry.value());
        }
    }

    private void key(String text) {
        var known = SharedKeys.find(text);
        if (known == null) {
            text(text);
        } else {
            out.key(known);
        }
    }

    /// A CID inside bytes has a zero before it, the old multibase prefix of binary.
    private void link(Cid cid) {
        head(MAJOR_TAG, DagCbor.CID_TAG);
        head(MAJOR_BYTES, cid.size() + 1L);
        cid.write(out.u8(0));
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument >= 0 && argument < 24) {
            out.u8(type | (int) argument);
        } else {
            longHead(type, argument);
        }
    }

    private void longHead(int type, long argument) {
        if (argument >>> 32 != 0) {
            out.u8(type | 27).bigEndian(argument, 8);
        } else if (argument >= 1 << 16) {
            out.bigEndian((type | 26L) << 32 | argument, 5);
        } else if (argument >= 1 << 8) {
            out.bigEndian((type | 25L) << 16 | argument, 3);
        } else {
            out.bigEndian((type | 24L) << 8 | argument, 2);
        }
    }
}

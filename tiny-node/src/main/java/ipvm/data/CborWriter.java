package ipvm.data;

/// Writes values as DAG-CBOR; a value's order and range are canonical already.
final class CborWriter {

    static final int MAJOR_BYTES = 2;
    static final int MAJOR_TEXT = 3;
    static final int MAJOR_LIST = 4;
    static final int MAJOR_MAP = 5;
    static final int MAJOR_TAG = 6;

    private final Buffer out;

    CborWriter(Buffer out) {
        this.out = out;
    }

    void item(Ipld value) {
        switch (value) {
            case Ipld.Null() -> out.u8(0xf6);
            case Ipld.Bool(var bool) -> out.u8(bool ? 0xf5 : 0xf4);
            case Ipld.Int(var negative, var magnitude) -> head(negative ? 1 : 0, magnitude);
            case Ipld.Float64(var number) ->
                    out.u8(0xfb).bigEndian(Double.doubleToRawLongBits(number), Double.BYTES);
            case Ipld.Text(var text) -> text(text);
            case Ipld.Binary(var bytes) -> bytes(bytes);
            case Ipld.List(var items) -> list(items);
            case Ipld.Map(var entries) -> map(entries);
            case Ipld.Link(var cid) -> link(cid);
        }
    }

    private void text(String text) {
        head(MAJOR_TEXT, Keys.utf8Size(text));
        out.utf8(text);
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
            text(entries.get(i).key());
            item(entries.get(i).value());
        }
    }

    /// A CID inside bytes has a zero before it, the old multibase prefix of binary.
    private void link(Cid cid) {
        var binary = cid.encode();
        head(MAJOR_TAG, DagCbor.CID_TAG);
        head(MAJOR_BYTES, binary.size() + 1L);
        out.u8(0).bytes(binary);
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument >>> 32 != 0) {
            out.u8(type | 27).bigEndian(argument, Long.BYTES);
        } else if (argument >= 1 << 16) {
            out.u8(type | 26).bigEndian(argument, Integer.BYTES);
        } else if (argument >= 1 << 8) {
            out.u8(type | 25).bigEndian(argument, Short.BYTES);
        } else if (argument >= 24) {
            out.u8(type | 24).u8((int) argument);
        } else {
            out.u8(type | (int) argument);
        }
    }
}

package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;

/// How the formats that say so begin.
final class Sniff {

    /// `{"ctn-v1": ...` in CBOR, which is what every container begins with once it is unpacked.
    private static final Bytes CONTAINER = Bytes.concat(Bytes.of(0xa1, 0x66), Bytes.utf8("ctn-v1"));

    private static final Bytes GZIP = Bytes.of(0x1f, 0x8b);

    private Sniff() {}

    /// A container's first byte also begins many a text, so what it packs has to begin rightly too.
    static boolean isContainer(Bytes head) {
        var packed = head.from(1);
        return switch (head.at(0)) {
            case 0x40 -> sharesStart(packed, CONTAINER);
            case 0x42, 0x43 -> sharesStart(packed, Bytes.utf8("oWZjdG4tdj"));
            case 0x4d -> sharesStart(packed, GZIP);
            case 0x4f, 0x50 -> sharesStart(packed, Bytes.utf8("H4sI"));
            default -> false;
        };
    }

    /// Whether bytes begin like this, or are cut off while they do.
    private static boolean sharesStart(Bytes bytes, Bytes start) {
        int shared = Math.min(bytes.size(), start.size());
        return shared >= 2 && bytes.startsWith(start.slice(0, shared));
    }

    /// A length of one or two bytes, then a map whose first key is `roots` or `version`.
    static boolean isCar(Bytes head) {
        int at = head.at(0) < 0x80 ? 1 : 2;
        if (head.size() < at + 8 || (head.at(at) != 0xa1 && head.at(at) != 0xa2)) {
            return false;
        }
        var key = head.from(at + 1);
        return key.startsWith(Bytes.concat(Bytes.of(0x65), Bytes.utf8("roots")))
                || key.startsWith(Bytes.concat(Bytes.of(0x67), Bytes.utf8("version")));
    }

    /// A list, a map or a link: the values of CBOR that people make blocks of.
    static boolean isCbor(Bytes bytes) {
        int first = bytes.at(0);
        return (first >= 0x80 && first < 0xc0) || first == 0xd8;
    }

    static boolean parses(String cid) {
        try {
            Cid.parse(cid);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }
}

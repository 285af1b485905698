package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// What goes over every link: a DAG-CBOR list that begins with the version and a kind.
public sealed interface Frame {

    int VERSION = 1;

    /// Who is here, in clear, signed.
    record Hello(Greeting greeting) implements Frame {}

    /// A message of a handshake.
    ///
    /// @param sid the session's number, chosen by whoever began
    record Handshake(long sid, Bytes message) implements Frame {}

    /// Something for the other side of a session alone.
    ///
    /// @param number counts what this side sealed, from 0
    record Sealed(long sid, long number, Bytes box) implements Frame {

        /// What is held fast without being hidden.
        static Bytes head(long sid, long number) {
            return DagCbor.encode(
                    Ipld.list(Ipld.of(VERSION), Ipld.of(2), Ipld.of(sid), Ipld.of(number)));
        }
    }

    /// A frame was not taken; anybody may say so, and nobody has to believe it.
    record Refusal(Why why, String text) implements Frame {}

    /// Signed tokens in clear, for a work queue that nobody in particular reads.
    record Open(Bytes container) implements Frame {}

    /// Why a frame was not taken.
    enum Why {
        MALFORMED(0),
        UNKNOWN_SESSION(1),
        TOO_LARGE(2),
        BUSY(3),
        DENIED(4);

        private final int code;

        Why(int code) {
            this.code = code;
        }

        private static Why of(long code) throws MalformedException {
            for (var why : values()) {
                if (why.code == code) {
                    return why;
                }
            }
            throw new MalformedException("code of a refusal (0 to 4)", Long.toString(code));
        }
    }

    default Bytes encode() {
        return DagCbor.encode(
                switch (this) {
                    case Hello(var greeting) -> list(0, greeting.signed());
                    case Handshake(var sid, var message) -> list(1, Ipld.of(sid), Ipld.of(message));
                    case Sealed(var sid, var number, var box) ->
                            list(2, Ipld.of(sid), Ipld.of(number), Ipld.of(box));
                    case Refusal(var why, var text) -> list(3, Ipld.of(why.code), Ipld.of(text));
                    case Open(var container) -> list(4, Ipld.of(container));
                });
    }

    private static Ipld list(int kind, Ipld... items) {
        var all = new Ipld[items.length + 2];
        all[0] = Ipld.of(VERSION);
        all[1] = Ipld.of(kind);
        System.arraycopy(items, 0, all, 2, items.length);
        return Ipld.list(all);
    }

    /// Reads a frame; lengths are checked before anything is made of them.
    static Frame decode(Bytes source, Limits limits) throws MalformedException {
        if (source.size() > limits.frameBytesMax()) {
            throw new MalformedException(
                    "frame of at most " + limits.frameBytesMax() + " bytes",
                    source.size() + " bytes");
        }
        if (!(DagCbor.decode(source, FrameFields.CBOR) instanceof Ipld.List(var items))) {
            throw new MalformedException("frame", "no list");
        }
        return new FrameFields(items).frame();
    }

    /// The items of a frame, read in their order.
    final class FrameFields {

        /// Frames are flat: only the greeting has a map with a list in it.
        private static final ipvm.data.Limits CBOR = new ipvm.data.Limits(4, 64, 2_048, 1 << 20);

        private static final int TEXT_CHARS_MAX = 256;

        private final List<Ipld> items;
        private int next;

        private FrameFields(List<Ipld> items) {
            this.items = items;
        }

        private Frame frame() throws MalformedException {
            long version = number("version of a frame", Long.MAX_VALUE);
            if (version != VERSION) {
                throw new MalformedException("frame of version " + VERSION, "version " + version);
            }
            int kind = (int) number("kind of a frame", 255);
            var frame =
                    switch (kind) {
                        case 0 -> new Hello(Greeting.of(item("greeting")));
                        case 1 -> new Handshake(sid(), bytes("handshake message"));
                        case 2 -> sealed();
                        case 3 -> new Refusal(why(), text());
                        case 4 -> new Open(bytes("container"));
                        default ->
                                throw new MalformedException("kind of a frame (0 to 4)", "" + kind);
                    };
            if (next != items.size()) {
                throw new MalformedException(
                        "frame of " + next + " items", items.size() + " items");
            }
            return frame;
        }

        private Sealed sealed() throws MalformedException {
            return new Sealed(sid(), number("number", Long.MAX_VALUE), bytes("box"));
        }

        private long sid() throws MalformedException {
            return number("session", 0xffff_ffffL);
        }

        private Why why() throws MalformedException {
            return Why.of(number("code of a refusal", Long.MAX_VALUE));
        }

        private Ipld item(String what) throws MalformedException {
            if (next >= items.size()) {
                throw new MalformedException(what, "the end of the frame");
            }
            return items.get(next++);
        }

        private long number(String what, long max) throws MalformedException {
            var item = item(what);
            if (item instanceof Ipld.Int i && !i.negative() && i.fitsLong() && i.asLong() <= max) {
                return i.asLong();
            }
            var found = item instanceof Ipld.Int i ? i.toString() : item.kind();
            throw new MalformedException(what + " (0 to " + max + ")", found);
        }

        private Bytes bytes(String what) throws MalformedException {
            var item = item(what);
            if (item instanceof Ipld.Binary(var value)) {
                return value;
            }
            throw new MalformedException(what + " as bytes", item.kind());
        }

        private String text() throws MalformedException {
            var item = item("text of a refusal");
            if (item instanceof Ipld.Text(var value) && value.length() <= TEXT_CHARS_MAX) {
                return value;
            }
            throw new MalformedException(
                    "text of at most " + TEXT_CHARS_MAX + " characters", item.kind());
        }
    }
}

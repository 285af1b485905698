package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;

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

        static Why of(long code) throws MalformedException {
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
        if (!(DagCbor.decode(source, FrameReader.CBOR) instanceof Ipld.List(var items))) {
            throw new MalformedException("frame", "no list");
        }
        return new FrameReader(items).frame();
    }
}

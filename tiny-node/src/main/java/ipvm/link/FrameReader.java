package ipvm.link;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// Reads the items of a frame in their order.
final class FrameReader {

    /// Frames are flat: only the greeting has a map with a list in it.
    static final ipvm.data.Limits CBOR = new ipvm.data.Limits(4, 64, 2_048, 1 << 20);

    private static final int TEXT_CHARS_MAX = 256;

    private final List<Ipld> items;
    private int next;

    FrameReader(List<Ipld> items) {
        this.items = items;
    }

    Frame frame() throws MalformedException {
        long version = next("version of a frame").number(Long.MAX_VALUE);
        if (version != Frame.VERSION) {
            throw new MalformedException("frame of version " + Frame.VERSION, "version " + version);
        }
        int kind = (int) next("kind of a frame").number(255);
        var frame =
                switch (kind) {
                    case 0 -> new Frame.Hello(Greeting.of(next("greeting").value()));
                    case 1 -> new Frame.Handshake(sid(), next("handshake message").bytes());
                    case 2 -> sealed();
                    case 3 -> new Frame.Refusal(why(), text());
                    case 4 -> new Frame.Open(next("container").bytes());
                    default -> throw new MalformedException("kind of a frame (0 to 4)", "" + kind);
                };
        if (next != items.size()) {
            throw new MalformedException("frame of " + next + " items", items.size() + " items");
        }
        return frame;
    }

    private Frame.Sealed sealed() throws MalformedException {
        return new Frame.Sealed(sid(), next("number").number(Long.MAX_VALUE), next("box").bytes());
    }

    private long sid() throws MalformedException {
        return next("session").number(0xffff_ffffL);
    }

    private Frame.Why why() throws MalformedException {
        return Frame.Why.of(next("code of a refusal").number(Long.MAX_VALUE));
    }

    private String text() throws MalformedException {
        return next("text of a refusal").text(TEXT_CHARS_MAX);
    }

    private Item next(String what) throws MalformedException {
        if (next >= items.size()) {
            throw new MalformedException(what, "the end of the frame");
        }
        return new Item(what, items.get(next++));
    }
}

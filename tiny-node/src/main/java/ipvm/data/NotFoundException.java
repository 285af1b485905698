package ipvm.data;

import java.util.Optional;

/// Something well named that is not here: a path's segment that leads nowhere, or a block.
///
/// It is no fault of the bytes: what is missing may still come.
public final class NotFoundException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Optional<String> segment;
    private final transient Optional<Cid> block;

    private NotFoundException(String message, Optional<String> segment, Optional<Cid> block) {
        super(message, null, false, false);
        this.segment = segment;
        this.block = block;
    }

    static NotFoundException block(Cid cid) {
        var message = "block " + cid + " is not here";
        return new NotFoundException(message, Optional.empty(), Optional.of(cid));
    }

    static NotFoundException segment(String segment, String why) {
        var message = "'" + segment + "': " + why;
        return new NotFoundException(message, Optional.of(segment), Optional.empty());
    }

    /// The same, met on the way along a path.
    NotFoundException at(String at, String path) {
        var shown = segment.isPresent() ? getMessage() : "'" + at + "': " + getMessage();
        return new NotFoundException("path " + path + ": " + shown, Optional.of(at), block);
    }

    /// The segment of the path that failed, where a path was followed beyond its root.
    public Optional<String> segment() {
        return segment;
    }

    /// The block that was missed; nothing where all blocks were here and a name was not.
    public Optional<Cid> block() {
        return block;
    }
}

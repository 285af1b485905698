package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.List;
import java.util.Optional;

/// Content on its way to a neighbour, or from one: how far it is, and what came of it.
final class MoveView implements AutoCloseable {

    private final Call call;
    private final long startMillis;
    private Optional<Progress> progress = Optional.empty();
    private long moved;
    private Ipld.Map last = Ipld.map();

    MoveView(Call call) {
        this.call = call;
        this.startMillis = call.world().host().clock().millis();
    }

    void line(Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        if (word.has("bytes")) {
            if (progress.isEmpty()) {
                progress = Optional.of(Progress.of(call, word.number("bytes")));
            }
            long now = word.number("moved");
            progress.get().step(now - moved, 0);
            moved = now;
        } else if (word.has("blocks")) {
            last = line;
            moved = word.has("moved") ? word.number("moved") : moved;
        }
    }

    void done(Far far, Did peer) throws MalformedException {
        last = far.on(last);
        done(peer);
    }

    void done(Did peer) throws MalformedException {
        progress.ifPresent(Progress::close);
        var took = call.world().host().clock().millis() - startMillis;
        var word = new Word(last);
        var line =
                last.with("cid", Ipld.of(word.link("cid").toString()))
                        .with("moved", Ipld.of(moved))
                        .with("on", Ipld.of(peer.text()))
                        .with("took_ms", Ipld.of(took));
        call.out().result(new Answer(line, List.of(word.link("cid").toString())));
        call.out()
                .note(
                        "%d blocks, %d bytes over the link, %d ms"
                                .formatted(word.number("blocks"), moved, took));
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
    }
}

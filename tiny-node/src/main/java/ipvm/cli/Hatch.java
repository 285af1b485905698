package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Office;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Through which neighbours are answered in the words that a command at home is: each on a thread
/// of its own, and no more than so much.
final class Hatch implements Office {

    private static final long BYTES_MAX = 8 << 20;

    private final Supplier<Station> station;

    /// @param station of which this is a part itself
    Hatch(Supplier<Station> station) {
        this.station = station;
    }

    @Override
    public void answer(Question question, Ear ear) {
        Thread.ofVirtual()
                .name("hatch")
                .uncaughtExceptionHandler((thread, bug) -> {
                    station.get().call().out().note("a bug in a request: " + bug);
                    ear.end(new End(Exit.BUG.code(), "a bug there"));
                })
                .start(() -> ear.end(answered(question, ear)));
    }

    private End answered(Question question, Ear ear) {
        try {
            var budget = new Budget(ear, isLook(question));
            op(question).answer(station.get(), new Word(question.args()), budget::line);
            return new End(Exit.OK.code(), "");
        } catch (Stop e) {
            return new End(e.exit().code(), e.line());
        } catch (MalformedException e) {
            return new End(Exit.USAGE.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            var stop = Faults.stop(e);
            return new End(stop.exit().code(), stop.line());
        }
    }

    private static boolean isLook(Question question) {
        return !question.command().equals(WORKFLOW);
    }

    private static Op op(Question question) throws Stop, MalformedException {
        if (question.command().equals(WORKFLOW)) {
            return new WorkflowOp(Optional.of(question.grant()));
        }
        if (question.command().equals(WRITE)) {
            return Hatch::keep;
        }
        var args = question.args();
        var name = new Word(args).text("op");
        if (!Views.command(name, args).equals(Optional.of(question.command()))) {
            throw Stop.denied("'" + name + "' is no part of " + question.command());
        }
        return switch (name) {
            case "block" -> Hatch::block;
            case "give" -> Hatch::give;
            default -> Ops.find(name);
        };
    }

    /// Receipts and tasks are more private than content.
    private static void requireContent(Station station, Word args)
            throws Stop, MalformedException, IOException {
        var cid = args.link("cid");
        if (!station.store().receipts(cid).isEmpty()) {
            throw Stop.denied(cid + ": is a receipt or a task there; 'ipvm trace' tells of it");
        }
    }

    private static void block(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        requireContent(station, args);
        new BlockOp().answer(station, args, lines);
    }

    /// Whoever may have it asks for its blocks then.
    private static void give(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        requireContent(station, args);
        var cid = args.link("cid");
        if (!station.store().has(cid)) {
            throw Stop.notFound("block " + cid + " is not there");
        }
        lines.line(Ipld.map("cid", Ipld.of(cid)));
    }

    /// What has come is held on to, all of it.
    private static void keep(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        lines.line(FetchOp.kept(station, args.link("cid")));
    }

    /// What one answer may come to.
    private static final class Budget {
        private final Ear ear;
        private final boolean isBounded;
        private long bytes;

        Budget(Ear ear, boolean isBounded) {
            this.ear = ear;
            this.isBounded = isBounded;
        }

        void line(Ipld.Map line) throws Stop {
            bytes += isBounded ? ipvm.data.DagCbor.encode(line).size() : 0;
            if (bytes > BYTES_MAX) {
                throw new Stop(Exit.BUSY, "more than " + BYTES_MAX + " bytes; ask for less");
            }
            try {
                ear.line(line);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stop(Exit.ACCEPTED, "interrupted");
            }
        }
    }
}

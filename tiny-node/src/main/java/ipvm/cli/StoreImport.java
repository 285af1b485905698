package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.CarReader;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.task.Receipt;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `ipvm store import`: takes an archive in, once all of it was found to be what it says.
final class StoreImport implements Command {

    private static final String FILE = "FILE|-";

    @Override
    public Syntax syntax() {
        return Syntax.of("store import", "take a CAR archive into the store")
                .operand(FILE, "the archive; - is standard input")
                .note(
                        "Every block is checked against its name and every receipt against its"
                                + " signature before anything is written. Receipts are found again"
                                + " under their tasks; those of others are recalled only if their"
                                + " signers are trusted. What was kept is kept.")
                .example("ipvm store import home.car", "Take in what 'ipvm store export' wrote")
                .example("ipvm store import dag.car --json", "Any archive, for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var input = Input.of(call.arguments().the(FILE), call.world());
        var spool = input.isStandard() ? spool(input) : input.path();
        try {
            input.open().close(); // says what is wrong with the file, in the usual words
            var found = checked(input, spool, call);
            try (var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
                new Import(call, desk, found).from(spool);
            }
            return Exit.OK;
        } finally {
            if (input.isStandard()) {
                Files.delete(spool);
            }
        }
    }

    /// What comes once is read more than once.
    private static Path spool(Input input) throws Stop, IOException {
        var spool = Files.createTempFile("ipvm", ".car");
        try (var in = input.open()) {
            Files.copy(in, spool, StandardCopyOption.REPLACE_EXISTING);
        }
        return spool;
    }

    /// What an archive holds besides plain blocks.
    private record Contents(List<Cid> roots, Set<Cid> receipts, long blocks) {}

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private static Contents checked(Input input, Path file, Call call) throws Stop, IOException {
        try (var in = open(file)) {
            var car = new CarReader(in, Limits.DEFAULT);
            var receipts = new HashSet<Cid>();
            long blocks = 0;
            for (var block = car.next(); block.isPresent(); block = car.next()) {
                blocks++;
                if (isReceipt(block.get(), call)) {
                    receipts.add(block.get().cid());
                }
            }
            return new Contents(car.roots(), receipts, blocks);
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    /// A later version's receipt is kept as the block that it is.
    private static boolean isReceipt(Block block, Call call) throws Stop {
        if (block.cid().codec() != Codec.DAG_CBOR || !block.data().startsWith(Inspector.TOKEN)) {
            return false;
        }
        try {
            var receipt = Receipt.decode(block.data());
            if (!receipt.isSigned()) {
                throw Stop.usage("the signature of receipt " + block.cid() + " does not hold");
            }
            return true;
        } catch (MalformedException e) {
            call.out().note("kept as a plain block: " + block.cid() + ": " + e.getMessage());
            return false;
        }
    }

    /// An archive on its way into the store: blocks, then receipts, then what is kept.
    private static final class Import {

        private static final long REQUEST_BYTES_MAX = 4 << 20;

        private final Call call;
        private final Desk desk;
        private final Contents contents;
        private final List<Ipld> filed = new ArrayList<>();
        private final List<Ipld> waiting = new ArrayList<>();
        private long waitingBytes;

        Import(Call call, Desk desk, Contents contents) {
            this.call = call;
            this.desk = desk;
            this.contents = contents;
        }

        void from(Path file) throws Stop, MalformedException, IOException {
            long added = blocks(file);
            boolean isWhole = false;
            try {
                receipts(file);
                int kept = keep();
                isWhole = true;
                var object =
                        Ipld.map(
                                "blocks", Ipld.of(contents.blocks()),
                                "new", Ipld.of(added),
                                "receipts", Ipld.of(filed.size()),
                                "kept", Ipld.of(kept));
                var line =
                        "%d blocks, %d of them new, and %d new receipts; %d kept"
                                .formatted(contents.blocks(), added, filed.size(), kept);
                call.out().result(Answer.of(object, line));
            } finally {
                if (!isWhole && !filed.isEmpty()) {
                    desk.one("file", Ipld.map("undo", new Ipld.List(filed)));
                }
            }
        }

        private long blocks(Path file) throws Stop, MalformedException, IOException {
            var shipment = new Shipment(desk, false);
            try (var in = open(file)) {
                var car = new CarReader(in, Limits.DEFAULT);
                for (var block = car.next(); block.isPresent(); block = car.next()) {
                    if (!contents.receipts().contains(block.get().cid())) {
                        shipment.put(block.get());
                    }
                }
            }
            shipment.flush();
            return shipment.added();
        }

        private void receipts(Path file) throws Stop, MalformedException, IOException {
            try (var in = open(file)) {
                var car = new CarReader(in, Limits.DEFAULT);
                for (var block = car.next(); block.isPresent(); block = car.next()) {
                    if (contents.receipts().contains(block.get().cid())) {
                        waiting.add(Ipld.of(block.get().data()));
                        waitingBytes += block.get().data().size();
                    }
                    if (waitingBytes >= REQUEST_BYTES_MAX) {
                        flush();
                    }
                }
            }
            flush();
        }

        private void flush() throws Stop, MalformedException, IOException {
            var answer = desk.one("file", Ipld.map("tokens", new Ipld.List(waiting)));
            waiting.clear();
            waitingBytes = 0;
            filed.addAll(new Word(answer).items("filed"));
            for (var missing : new Word(answer).items("missing")) {
                call.out()
                        .note("not filed, as its task is not here: " + ((Ipld.Link) missing).cid());
            }
        }

        private int keep() throws MalformedException, IOException {
            int kept = 0;
            for (var root : contents.roots()) {
                if (!contents.receipts().contains(root)) {
                    kept += keep(root) ? 1 : 0;
                }
            }
            return kept;
        }

        private boolean keep(Cid root) throws MalformedException, IOException {
            try {
                desk.one("hold", Ipld.map("cid", Ipld.of(root), "as", Ipld.of("keep")));
                return true;
            } catch (Stop e) {
                call.out().note("not kept: " + e.line());
                return false;
            }
        }
    }
}

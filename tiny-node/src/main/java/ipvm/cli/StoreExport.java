package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarWriter;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.store.Change.Purpose;
import ipvm.store.Filed;
import ipvm.store.Salvage;
import ipvm.task.Sealed;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `ipvm store export`: all blocks, tasks and receipts that can be read, as one archive.
final class StoreExport implements Command {

    private static final String FILE = "FILE|-";

    /// An archive's header is read at once, so not every receipt of a large store is named there.
    private static final int ROOTS_MAX = 20_000;

    @Override
    public Syntax syntax() {
        return Syntax.of("store export", "write all of the store as a CAR archive")
                .operand(FILE, "the archive; - is standard output")
                .note(
                        "All blocks, tasks and receipts, with what is kept and the receipts as"
                                + " roots. Works also where the store is damaged, in use, or of a"
                                + " newer version: what cannot be read is named, and the exit is"
                                + " 1. Budgets, accepted work, rules and keys are not in it.")
                .example("ipvm store export home.car", "A copy of all content and receipts")
                .example("ipvm store export - | ssh board ipvm store import -", "Move it");
    }

    /// Everything once, as it is found.
    private static final class Freight implements Salvage.Finder {

        private final Call call;
        private final CarWriter car;
        private final Set<Cid> written = new HashSet<>();
        private long receipts;
        private long bytes;
        private long lost;

        Freight(Call call, OutputStream out, List<Cid> roots) throws IOException {
            this.call = call;
            this.car = new CarWriter(out, roots);
        }

        @Override
        public void block(Cid cid, Bytes data) throws IOException {
            if (written.add(cid)) {
                car.put(new Block(cid, data));
                bytes += data.size();
            }
        }

        @Override
        public void receipt(Filed filed) throws IOException {
            var fault = Wreck.fault(filed);
            if (!fault.isEmpty()) {
                lost("receipt " + filed.receipt() + ": " + fault);
                return;
            }
            if (!Sealed.isSealed(filed.taskBytes())) {
                block(filed.task(), filed.taskBytes()); // else it is in the receipt
            }
            block(filed.receipt(), filed.token());
            receipts++;
        }

        @Override
        public void lost(String what) {
            lost++;
            call.out().note("lost: " + Shown.safe(what));
        }

        Ipld.Map object() {
            return Ipld.map(
                    "blocks", Ipld.of(written.size()),
                    "receipts", Ipld.of(receipts),
                    "bytes", Ipld.of(bytes),
                    "lost", Ipld.of(lost));
        }
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var name = call.arguments().the(FILE);
        long[] lost = {0};
        try (var salvage = Wreck.open(call)) {
            Destination.of(call, name).write(out -> lost[0] = write(call, salvage, out));
        } catch (NotFoundException e) {
            throw new IllegalStateException("an export looks for nothing", e);
        }
        return lost[0] == 0 ? Exit.OK : Exit.FAILED;
    }

    private static long write(Call call, Salvage salvage, OutputStream out)
            throws MalformedException, IOException {
        var freight = new Freight(call, out, roots(salvage));
        salvage.blocks(freight);
        salvage.receipts(freight);
        var newer = Wreck.newer(salvage);
        if (!newer.isEmpty()) {
            freight.lost(newer);
        }
        var object = freight.object();
        var line =
                "%d blocks, %d receipts, %d bytes"
                        .formatted(freight.written.size(), freight.receipts, freight.bytes);
        if (call.arguments().the(FILE).equals(Input.STANDARD)) {
            call.out().note(line);
        } else {
            call.out().result(Answer.of(object, line));
        }
        return freight.lost;
    }

    private static List<Cid> roots(Salvage salvage) throws MalformedException, IOException {
        var roots = new LinkedHashSet<Cid>();
        for (var key : salvage.keys(Purpose.KEPT)) {
            roots.add(Cid.parse(key));
        }
        salvage.receipts(
                new Salvage.Finder() {
                    @Override
                    public void block(Cid cid, Bytes data) {}

                    @Override
                    public void receipt(Filed filed) {
                        if (roots.size() < ROOTS_MAX && Wreck.fault(filed).isEmpty()) {
                            roots.add(filed.receipt());
                        }
                    }

                    @Override
                    public void lost(String what) {} // is said when it is missed
                });
        return List.copyOf(roots);
    }
}

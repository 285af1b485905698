package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Filed;
import ipvm.store.Salvage;
import ipvm.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm store check`: reads all of the store and says what is wrong.
final class StoreCheck implements Command {

    private static final int FAULTS_MAX = 1_000;

    @Override
    public Syntax syntax() {
        return Syntax.of("store check", "read all of the store and say what is wrong")
                .note(
                        "The file, every block against its name, every receipt against its"
                                + " signature. Writes nothing; the daemon may run meanwhile, and"
                                + " the file may be damaged. Exit 1 if something is wrong.")
                .example("ipvm store check", "After a power cut that you do not trust")
                .example("ipvm store check --json", "For a script");
    }

    /// What was found.
    private static final class Count implements Salvage.Finder {

        private final List<String> faults = new ArrayList<>();
        private long blocks;
        private long receipts;
        private long bytes;
        private long more;

        @Override
        public void block(Cid cid, Bytes data) {
            blocks++;
            bytes += data.size();
        }

        @Override
        public void receipt(Filed filed) {
            receipts++;
            bytes += filed.token().size() + filed.taskBytes().size();
            var fault = Wreck.fault(filed);
            if (!fault.isEmpty()) {
                lost("receipt " + filed.receipt() + ": " + fault);
            }
        }

        @Override
        public void lost(String what) {
            if (faults.size() < FAULTS_MAX) {
                faults.add(what);
            } else {
                more++;
            }
        }

        Ipld.Map object(long version) {
            return Ipld.map(
                    "valid", Ipld.of(faults.isEmpty()),
                    "version", Ipld.of(version),
                    "blocks", Ipld.of(blocks),
                    "receipts", Ipld.of(receipts),
                    "bytes", Ipld.of(bytes),
                    "faults", new Ipld.List(faults.stream().map(Ipld::of).toList()),
                    "more", Ipld.of(more));
        }

        List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add(blocks + " blocks and " + receipts + " receipts are whole");
            faults.forEach(fault -> lines.add("  " + Shown.safe(fault)));
            if (more > 0) {
                lines.add("  and " + more + " more");
            }
            return lines;
        }
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var count = new Count();
        long version = 0;
        try (var salvage = Wreck.open(call)) {
            version = salvage.version();
            salvage.faults().forEach(count::lost);
            salvage.blocks(count);
            salvage.receipts(count);
            var newer = Wreck.newer(salvage);
            if (!newer.isEmpty()) {
                count.lost(newer);
            }
        } catch (StoreException e) {
            count.lost(String.valueOf(e.getMessage()));
        }
        call.out().result(new Answer(count.object(version), count.lines()));
        return count.faults.isEmpty() ? Exit.OK : Exit.FAILED;
    }
}

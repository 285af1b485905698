package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm put`: takes a file into the store and says its name.
final class Put implements Command {

    private static final String FILE = "FILE|-";

    @Override
    public Syntax syntax() {
        return Syntax.of("put", "take a file into the store")
                .operand(FILE, "the file; - is standard input")
                .note(
                        "It gets the name that IPFS gives it: UnixFS, raw leaves of 256 KiB,"
                                + " CID version 1. It stays until room is needed or 'ipvm gc' is"
                                + " run; 'ipvm keep CID' holds it for good.")
                .example("ipvm put photo.png", "Its CID, for a task's argument")
                .example("tar c site | ipvm put - --json", "Put a stream, for a script");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var input = Input.of(call.arguments().the(FILE), call.world());
        try (var in = input.open();
                var desk = Desk.open(call, Settings.of(Home.of(call), call))) {
            var shipment = new Shipment(desk, false);
            var written = shipment.file(in);
            shipment.flush();
            requireWhole(desk, written.cid());
            call.out()
                    .result(
                            Answer.of(
                                    Ipld.map(
                                            "cid", Ipld.of(written.cid().toString()),
                                            "bytes", Ipld.of(written.bytes()),
                                            "blocks", Ipld.of(written.blocks()),
                                            "new", Ipld.of(shipment.added())),
                                    written.cid().toString()));
            return Exit.OK;
        }
    }

    /// The end of a file that is larger than the store takes the place of its beginning.
    private static void requireWhole(Desk desk, Cid cid)
            throws Stop, MalformedException, IOException {
        var args = Ipld.map("cid", Ipld.of(cid), "as", Ipld.of("look"));
        try {
            if (new Word(desk.one("hold", args)).items("missing").isEmpty()) {
                return;
            }
        } catch (Stop e) {
            if (e.exit() != Exit.NOT_FOUND) {
                throw e;
            }
        }
        throw new Stop(
                Exit.BUSY,
                "StorageFull: the file is larger than the store may be (disk.max), so not all of"
                        + " it is there");
    }
}

package ipvm.cli;

import ipvm.store.Salvage;
import java.io.IOException;
import java.nio.file.Files;

/// The store's file of a home, to be looked at whatever state it is in.
final class Wreck {

    private Wreck() {}

    static Salvage open(Call call) throws Stop, IOException {
        var file = Home.of(call).required().store();
        if (!Files.exists(file)) {
            throw Stop.notFound("no store at " + file + " yet");
        }
        return Salvage.open(file);
    }

    /// That a later version wrote it, if so.
    static String newer(Salvage salvage) {
        return salvage.version() <= Salvage.known()
                ? ""
                : "version %d is newer than this ipvm's, which is %d: there may be more than is"
                                .formatted(salvage.version(), Salvage.known())
                        + " shown here";
    }

    /// Why a receipt is not what it should be, nothing where it is.
    static String fault(ipvm.store.Filed filed) {
        try {
            var receipt = ipvm.task.Receipt.decode(filed.token());
            if (!receipt.isSigned()) {
                return "the signature does not hold";
            }
            return receipt.report().ran().equals(filed.task())
                    ? ""
                    : "it is filed under another task than " + receipt.report().ran();
        } catch (ipvm.data.MalformedException e) {
            return "cannot be read: " + e.getMessage();
        }
    }
}

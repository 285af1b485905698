package ipvm.wasm;

import java.util.Objects;

/// A call that does not fit the module, or a value that does not fit IPLD: an [Ended.Failed] on its
/// way out.
final class Unfit extends Exception {

    private static final long serialVersionUID = 1;

    private final String name;

    Unfit(String name, String message) {
        super(message, null, false, false);
        this.name = name;
    }

    Ended.Failed ended(Bill bill) {
        return new Ended.Failed(name, Objects.requireNonNull(getMessage()), bill);
    }
}

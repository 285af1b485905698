package ipvm.jit;

import java.util.List;
import org.objectweb.asm.Label;

/// A block that is open while a function is compiled.
final class Scope {

    /// What a branch to it owes is not settled before the first branch comes.
    private static final int OPEN = -1;

    final int code;
    final Signature type;

    /// Operands below its parameters.
    final int height;

    /// How many of the lowest operands lie in locals when its label is reached.
    final int aside;

    /// The same outside the block; only a loop puts more aside.
    final int before;

    final Label label;
    final Label orElse = new Label();
    private int carried = OPEN;
    boolean isTargeted;

    /// Whether it is of our making, so that no branch can mean it.
    boolean isHidden;

    /// Where the code of a loop begins that is to be compiled once more, or 0.
    int again;

    /// Whether this is the second time, inside a hidden block.
    boolean isSecond;

    Scope(int code, Signature type, int height, int aside, int before) {
        this(code, type, height, aside, before, new Label());
    }

    private Scope(int code, Signature type, int height, int aside, int before, Label label) {
        this.code = code;
        this.type = type;
        this.height = height;
        this.aside = aside;
        this.before = before;
        this.label = label;
    }

    /// The second half of an `if`, which ends at the same label.
    Scope otherwise() {
        var rest = new Scope(Code.ELSE, type, height, aside, before, label);
        rest.carried = carried;
        rest.isTargeted = isTargeted;
        rest.isHidden = isHidden;
        return rest;
    }

    boolean isLoop() {
        return code == Code.LOOP;
    }

    /// What a branch to it takes along.
    List<Val> types() {
        return isLoop() ? type.params() : type.results();
    }

    int arity() {
        return types().size();
    }

    /// What everybody owes who arrives at the label; the first to ask decides.
    int carry(int owed) {
        if (carried == OPEN) {
            carried = isLoop() ? 0 : owed;
        }
        return carried;
    }
}

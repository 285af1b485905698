package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.util.Set;

/// `{"inlet": "kitchen"}`: a reading of a device that is let in under this name.
///
/// Whether there is such an inlet is not asked here: it may be added after the rule.
public final class InletTrigger implements Trigger {

    private static final String NAME = "inlet";
    private static final String NAMES = "[A-Za-z0-9_-]{1,64}";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void check(Node on) throws MalformedException {
        var inlet = on.only(Set.of(NAME)).field(NAME);
        if (!isName(inlet.text())) {
            throw inlet.malformed(
                    "the name of an inlet: up to 64 of A-Z a-z 0-9 _ -", "'" + inlet.text() + "'");
        }
    }

    /// Whether an inlet may be called so.
    public static boolean isName(String name) {
        return name.matches(NAMES);
    }

    /// Whether a rule waits for readings of an inlet.
    public static boolean isFor(On on, String inlet) {
        return on instanceof On.Event(var trigger, var said)
                && trigger.equals(NAME)
                && said.find(NAME).filter(Ipld.of(inlet)::equals).isPresent();
    }
}

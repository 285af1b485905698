package ipvm.rule;

import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An outlet that remembers what was shown, for tests and for simulations.
public final class MemoryOutlet implements Outlet {

    private final List<Shown> shown = new ArrayList<>();

    /// One value that was shown.
    public record Shown(String name, Ipld value) {}

    @Override
    public void show(String name, Ipld value) {
        shown.add(new Shown(name, value));
    }

    /// Everything, in its order.
    public List<Shown> all() {
        return List.copyOf(shown);
    }

    /// What stands at an outlet now.
    public Optional<Ipld> last(String name) {
        return shown.reversed().stream()
                .filter(each -> each.name().equals(name))
                .map(Shown::value)
                .findFirst();
    }
}

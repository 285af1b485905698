package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.rule.Outlet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What rules show, for links that are opened after the rules stand.
final class Showcase implements Outlet {

    private final Map<String, Ipld> early = new HashMap<>();
    private Optional<Outlet> outlet = Optional.empty();

    @Override
    public synchronized void show(String name, Ipld value) {
        if (outlet.isPresent()) {
            outlet.get().show(name, value);
        } else {
            early.put(name, value);
        }
    }

    synchronized void showAt(Outlet links) {
        outlet = Optional.of(links);
        early.forEach(links::show);
        early.clear();
    }
}

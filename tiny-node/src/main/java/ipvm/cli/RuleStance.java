package ipvm.cli;

import ipvm.node.LiveNode;
import ipvm.node.RuleTerms;
import ipvm.rule.Limits;
import ipvm.rule.Outlet;
import ipvm.rule.Trigger;
import ipvm.schedule.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/// On what terms the rules of a home stand, and who shows and hears what they have to say.
record RuleStance(Supplier<Home> home, Call call, Settings settings) {

    private static final long MEMORY_NORMAL = 16 << 20;

    LiveNode.Stance stance(Bounds most, Outlet links) throws Stop {
        var terms =
                new RuleTerms(
                        normal(settings, most),
                        most,
                        new HomeDelegations(home, call),
                        limits(settings),
                        triggers());
        var outlets = new ArrayList<Outlet>();
        outlets.add(links);
        ServiceLoader.load(Outlet.class).forEach(outlets::add);
        return new LiveNode.Stance(
                terms, outlets, (whom, text) -> call.out().note(Shown.safe(whom + ": " + text)));
    }

    /// What a task of a rule is given.
    static Bounds normal(Settings settings, Bounds most) throws Stop {
        return new Bounds(
                settings.number("fuel.default", Quantity.AMOUNT), MEMORY_NORMAL, most.timeMillis());
    }

    /// What a rule of this home may hold and ask for.
    static Limits limits(Settings settings) throws Stop {
        return LimitKeys.read(settings, "rule", Limits.DEFAULT);
    }

    static List<Trigger> triggers() {
        var triggers = new ArrayList<Trigger>();
        ServiceLoader.load(Trigger.class).forEach(triggers::add);
        return triggers;
    }
}

package ipvm.sim;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Effect;
import ipvm.effect.EffectProvider;
import ipvm.effect.Settlement;
import ipvm.effect.Surroundings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A provider whose world is a list: what reached it can be counted, and each ask can be cut off
/// before, while or after it gets there.
public final class SimulatedEffects implements EffectProvider {

    /// Where an ask is cut off.
    public enum Drop {
        NEVER,
        BEFORE,
        DURING_UNSEEN,
        DURING_SEEN,
        AFTER
    }

    private record Act(Drop drop, Answer answer) {}

    private final List<Effect> effects;
    private final Queue<Act> script = new ArrayDeque<>();

    /// The intents that the world saw, each as often as it did.
    public final List<Cid> seen = new ArrayList<>();

    /// Whether the world can be asked afterwards.
    public boolean remembers;

    public SimulatedEffects(Effect... effects) {
        this.effects = List.of(effects);
    }

    /// What happens to the next ask that has no script yet; without one it is done with null.
    public SimulatedEffects then(Drop drop, Answer answer) {
        script.add(new Act(drop, answer));
        return this;
    }

    @Override
    public List<Effect> effects() {
        return effects;
    }

    @Override
    public synchronized Answer perform(Ask ask, Surroundings around) {
        var act = script.isEmpty() ? new Act(Drop.NEVER, done()) : script.remove();
        boolean isSeen =
                switch (act.drop) {
                    case BEFORE, DURING_UNSEEN -> false;
                    case NEVER, DURING_SEEN, AFTER -> true;
                };
        if (isSeen) {
            seen.add(ask.intent());
        }
        return switch (act.drop) {
            case NEVER -> act.answer;
            case BEFORE -> new Answer.NotFired("no connection");
            case DURING_UNSEEN, DURING_SEEN, AFTER ->
                    new Answer.Unknown("the connection was cut", Ipld.map());
        };
    }

    @Override
    public synchronized Settlement settle(Ask ask, Surroundings around) {
        if (!remembers) {
            return new Settlement.Unknown("the world forgets");
        }
        return seen.contains(ask.intent())
                ? new Settlement.Fired(Optional.empty(), Ipld.map())
                : new Settlement.NotFired("the world has not seen it");
    }

    private static Answer done() {
        return Answer.done(Ipld.ofNull());
    }
}

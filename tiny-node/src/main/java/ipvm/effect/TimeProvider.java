package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// `/time/now {}`: milliseconds since 1970.
public final class TimeProvider implements EffectProvider {

    private static final Effect NOW = Effect.query("/time/now", 16, 1_000);

    @Override
    public List<Effect> effects() {
        return List.of(NOW);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) {
        try {
            Arguments.of(ask.args());
            return Answer.done(Ipld.of(around.clock().nowMillis()));
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }
}

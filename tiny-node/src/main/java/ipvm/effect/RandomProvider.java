package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// `/random/bytes {n}`: so many bytes that nobody can foretell.
public final class RandomProvider implements EffectProvider {

    private static final Effect BYTES =
            Effect.query("/random/bytes", Limits.BYTES_BOUND + 16, 10_000);

    @Override
    public List<Effect> effects() {
        return List.of(BYTES);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) {
        try {
            var args = Arguments.of(ask.args(), "n");
            int count = args.integer("n", 1, around.limits().randomBytesMax());
            return Answer.done(Ipld.of(around.chance().next(count)));
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }
}

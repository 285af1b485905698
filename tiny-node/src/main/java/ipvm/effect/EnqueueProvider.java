package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// `/task/enqueue {workflow}`: hands the node another workflow, inline or by link, and answers with
/// a link to it.
public final class EnqueueProvider implements EffectProvider {

    private static final Effect ENQUEUE = Effect.command("/task/enqueue", 256, 10_000);

    @Override
    public List<Effect> effects() {
        return List.of(ENQUEUE);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) {
        try {
            return around.tasks().enqueue(ask, workflow(ask));
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }

    @Override
    public Settlement settle(Ask ask, Surroundings around) {
        return around.tasks().enqueued(ask);
    }

    private static Ipld workflow(Ask ask) throws MalformedException {
        var found = Arguments.of(ask.args(), "workflow").any("workflow");
        if (found instanceof Ipld.Map || found instanceof Ipld.Link) {
            return found;
        }
        throw Arguments.bad("workflow", "a link or a map", found.kind());
    }
}

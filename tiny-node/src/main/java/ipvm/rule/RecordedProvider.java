package ipvm.rule;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Effect;
import ipvm.effect.EffectProvider;
import ipvm.effect.RandomProvider;
import ipvm.effect.Surroundings;
import ipvm.effect.TimeProvider;
import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Stands in for the whole world: queries are answered as was recorded, and commands are written
/// down instead of given.
public final class RecordedProvider implements EffectProvider {

    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int TIME_MILLIS_MAX = 60_000;

    private final EffectProvider time = new TimeProvider();
    private final EffectProvider chance = new RandomProvider();
    private final Map<Command, Effect> effects = new LinkedHashMap<>();
    private final Answers answers;
    private final Set<Integer> used = new HashSet<>();
    private final List<Rehearsal.Deed> deeds = new ArrayList<>();

    /// @param known the effects there are; a recording may name others
    public RecordedProvider(List<Effect> known, Answers answers) {
        this.answers = answers;
        known.forEach(effect -> effects.put(effect.command(), effect.withRatePerSecondMax(0)));
        for (var line : answers.lines()) {
            effects.computeIfAbsent(
                    line.command(),
                    command ->
                            new Effect(
                                    command,
                                    line.kind().orElse(Effect.Kind.QUERY),
                                    ANSWER_BYTES_MAX,
                                    TIME_MILLIS_MAX,
                                    0));
        }
    }

    @Override
    public List<Effect> effects() {
        return List.copyOf(effects.values());
    }

    @Override
    public synchronized Answer perform(Ask ask, Surroundings around) throws InterruptedException {
        var effect = effects.get(ask.command());
        if (effect == null) {
            throw new IllegalStateException("asked for " + ask.command());
        }
        boolean isCommand =
                switch (effect.kind()) {
                    case QUERY -> false;
                    case COMMAND -> true;
                };
        if (isCommand) {
            deeds.add(new Rehearsal.Deed(ask.command().text(), ask.args()));
        }
        int at = find(ask);
        if (at >= 0) {
            used.add(at);
            return answers.lines().get(at).answer();
        }
        return isCommand ? Answer.done(Ipld.ofNull()) : unrecorded(ask, around);
    }

    /// The first answer that nobody had yet, else the last one once more; -1 where none is.
    private int find(Ask ask) {
        int last = -1;
        for (int i = 0; i < answers.lines().size(); i++) {
            if (answers.lines().get(i).isOf(ask.command(), ask.args())) {
                last = i;
                if (!used.contains(i)) {
                    return i;
                }
            }
        }
        return last;
    }

    private Answer unrecorded(Ask ask, Surroundings around) throws InterruptedException {
        return switch (ask.command().text()) {
            case "/time/now" -> time.perform(ask, around);
            case "/random/bytes" -> chance.perform(ask, around);
            default ->
                    Answer.failed(
                            "NotRecorded",
                            "no answer to "
                                    + ask.command()
                                    + " "
                                    + text(ask.args())
                                    + " is recorded");
        };
    }

    /// The commands since it was asked last; those of one firing may come at once, so that their
    /// names say in which order they stand.
    public synchronized List<Rehearsal.Deed> deeds() {
        var taken = new ArrayList<>(deeds);
        deeds.clear();
        taken.sort(
                Comparator.comparing(Rehearsal.Deed::command)
                        .thenComparing(deed -> text(deed.args())));
        return taken;
    }

    private static String text(Ipld value) {
        try {
            return DagJson.text(value);
        } catch (MalformedException e) {
            return value.kind();
        }
    }
}

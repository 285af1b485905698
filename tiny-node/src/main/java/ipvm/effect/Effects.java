package ipvm.effect;

import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.Typo;
import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every effect of every provider that is installed, by command.
///
/// What holds for all of them is held here: deadlines, the size of answers, and that a query never
/// ends in doubt. A provider that throws has a bug, which is the caller's to contain.
public final class Effects implements AutoCloseable {

    private record Offer(Effect effect, EffectProvider provider) {}

    private final Map<String, Offer> offers = new TreeMap<>();
    private final List<EffectProvider> providers = new ArrayList<>();

    private Effects() {}

    /// The providers of this package and of every other jar that is there.
    public static Effects installed() {
        return of(ServiceLoader.load(EffectProvider.class));
    }

    /// Refuses two providers of one command: which of them fires must not hang on a class path.
    public static Effects of(Iterable<? extends EffectProvider> providers) {
        var effects = new Effects();
        for (var provider : providers) {
            effects.providers.add(provider);
            provider.effects().forEach(effect -> effects.add(new Offer(effect, provider)));
        }
        return effects;
    }

    private void add(Offer offer) {
        var command = offer.effect.command().text();
        var other = offers.put(command, offer);
        if (other != null) {
            throw new IllegalStateException(
                    command
                            + " is offered by "
                            + other.provider.getClass().getName()
                            + " and by "
                            + offer.provider.getClass().getName());
        }
    }

    /// What there is, sorted by command.
    public List<Effect> all() {
        return offers.values().stream().map(Offer::effect).toList();
    }

    public Optional<Effect> find(Command command) {
        return Optional.ofNullable(offers.get(command.text())).map(Offer::effect);
    }

    /// Says that there is no such effect, and which one comes near.
    public String missing(Command command) {
        return "there is no effect " + command + Typo.hint(command.text(), offers.keySet());
    }

    /// The arguments as a policy is to see them; see [EffectProvider#plain].
    public Ipld.Map plain(Command command, Ipld.Map args) {
        var offer = offers.get(command.text());
        return offer == null ? args : offer.provider.plain(command, args);
    }

    public Answer perform(Ask ask, Surroundings around) throws InterruptedException {
        var offer = offers.get(ask.command().text());
        if (offer == null) {
            return Answer.failed("NoSuchEffect", missing(ask.command()));
        }
        if (around.clock().nowMillis() >= ask.deadlineMillis()) {
            return fitting(offer.effect, new Answer.NotFired("its deadline had passed"));
        }
        return fitting(offer.effect, offer.provider.perform(ask, around));
    }

    public Settlement settle(Ask ask, Surroundings around) {
        var offer = offers.get(ask.command().text());
        return offer == null
                ? new Settlement.Unknown(missing(ask.command()))
                : offer.provider.settle(ask, around);
    }

    @Override
    public void close() {
        providers.forEach(EffectProvider::close);
    }

    private static Answer fitting(Effect effect, Answer answer) {
        return switch (answer) {
            case Answer.Done(var value, var evidence) -> {
                int size = DagCbor.encode(value).size();
                yield size <= effect.answerBytesMax()
                        ? answer
                        : new Answer.Failed("TooLarge", tooLarge(effect, size), evidence);
            }
            case Answer.Failed failed -> failed;
            case Answer.NotFired(var why) ->
                    isQuery(effect) ? Answer.failed("NotAnswered", why) : answer;
            case Answer.Unknown(var why, var evidence) ->
                    isQuery(effect) ? new Answer.Failed("NotAnswered", why, evidence) : answer;
        };
    }

    private static boolean isQuery(Effect effect) {
        return switch (effect.kind()) {
            case QUERY -> true;
            case COMMAND -> false;
        };
    }

    private static String tooLarge(Effect effect, int size) {
        return "a value of at most " + effect.answerBytesMax() + " bytes: found " + size;
    }
}

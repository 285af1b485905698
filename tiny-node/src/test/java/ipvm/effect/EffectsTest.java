package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedEffects.Drop;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {

    private static final Effect READ = Effect.query("/toy/read", 64, 1_000);
    private static final Effect WRITE = Effect.command("/toy/write", 64, 1_000);

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final SimulatedEffects toys = new SimulatedEffects(READ, WRITE);
    private final Effects effects = Effects.of(List.of(toys));

    @Test
    void findsTheBuiltInOnes() {
        try (var installed = Effects.installed()) {
            assertThat(installed.all().stream().map(effect -> effect.command().text()))
                    .contains(
                            "/file/read",
                            "/file/write",
                            "/log/write",
                            "/random/bytes",
                            "/task/enqueue",
                            "/time/now");
            assertThat(installed.find(new Command("/time/now")).orElseThrow().kind())
                    .isEqualTo(Effect.Kind.QUERY);
        }
    }

    @Test
    void refusesTwoProvidersOfOneCommand() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Effects.of(List.of(toys, new SimulatedEffects(WRITE))))
                .withMessageContaining("/toy/write is offered by ipvm.sim.SimulatedEffects");
    }

    @Test
    void namesTheNearestOfAnUnknownCommand() throws Exception {
        var answer = effects.perform(Asks.of("/toy/wrote"), world.around());

        assertThat(answer)
                .isEqualTo(
                        Answer.failed(
                                "NoSuchEffect",
                                "there is no effect /toy/wrote; did you mean '/toy/write'?"));
        assertThat(effects.missing(new Command("/ship/sink")))
                .isEqualTo("there is no effect /ship/sink");
    }

    @Test
    void doesNotFireWhatIsTooLate() throws Exception {
        var write = Asks.until(world.nowMillis, Asks.of("/toy/write"));
        var read = Asks.until(world.nowMillis, Asks.of("/toy/read"));

        assertThat(effects.perform(write, world.around())).isInstanceOf(Answer.NotFired.class);
        assertThat(effects.perform(read, world.around())).isInstanceOf(Answer.Failed.class);
        assertThat(toys.seen).isEmpty();
    }

    @Test
    void refusesAnAnswerThatIsTooLargeAndKeepsItsEvidence() throws Exception {
        var evidence = Ipld.map("status", Ipld.of(200));
        var large = Ipld.of(Bytes.wrap(new byte[65]));
        toys.then(Drop.NEVER, new Answer.Done(large, evidence));

        assertThat(effects.perform(Asks.of("/toy/write"), world.around()))
                .isEqualTo(
                        new Answer.Failed(
                                "TooLarge", "a value of at most 64 bytes: found 67", evidence));
    }

    @Test
    void neverLeavesAQueryInDoubt() throws Exception {
        for (var drop : Drop.values()) {
            toys.then(drop, Answer.done(Ipld.ofNull()));
            var answer = effects.perform(Asks.of("/toy/read"), world.around());
            assertThat(answer).isInstanceOfAny(Answer.Done.class, Answer.Failed.class);
        }
    }

    @Test
    void tellsOfACommandWhatItsProviderTells() throws Exception {
        toys.then(Drop.BEFORE, Answer.done(Ipld.ofNull()));
        toys.then(Drop.AFTER, Answer.done(Ipld.ofNull()));
        var first = effects.perform(Asks.named("1", "/toy/write"), world.around());
        var second = effects.perform(Asks.named("2", "/toy/write"), world.around());

        assertThat(first).isInstanceOf(Answer.NotFired.class);
        assertThat(second).isInstanceOf(Answer.Unknown.class);
        assertThat(effects.settle(Asks.named("2", "/toy/write"), world.around()))
                .isInstanceOf(Settlement.Unknown.class);
        toys.remembers = true;
        assertThat(effects.settle(Asks.named("1", "/toy/write"), world.around()))
                .isInstanceOf(Settlement.NotFired.class);
        assertThat(effects.settle(Asks.named("2", "/toy/write"), world.around()))
                .isInstanceOf(Settlement.Fired.class);
    }
}

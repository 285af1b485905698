package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import org.junit.jupiter.api.Test;

class BuiltInTest {

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final Effects effects = Effects.installed();

    @Test
    void tellsTheTimeOfItsSurroundings() throws Exception {
        world.nowMillis = 1_234_567_890_123L;

        assertThat(perform("/time/now")).isEqualTo(Answer.done(Ipld.of(1_234_567_890_123L)));
        assertThat(perform("/time/now", "zone", Ipld.of("UTC")))
                .isEqualTo(bad("arguments {}: found 'zone'"));
    }

    @Test
    void givesAsManyRandomBytesAsAreAskedFor() throws Exception {
        var answer = perform("/random/bytes", "n", Ipld.of(32));

        var value = ((Answer.Done) answer).value();
        assertThat(((Ipld.Binary) value).value().size()).isEqualTo(32);
        assertThat(perform("/random/bytes", "n", Ipld.of(32))).isNotEqualTo(answer);
    }

    @Test
    void namesTheArgumentThatIsWrong() throws Exception {
        var expected = "argument 'n', an integer from 1 to 65536: found ";

        assertThat(perform("/random/bytes", "n", Ipld.of(0))).isEqualTo(bad(expected + "0"));
        assertThat(perform("/random/bytes", "n", Ipld.of(65_537)))
                .isEqualTo(bad(expected + "65537"));
        assertThat(perform("/random/bytes", "n", Ipld.of("8"))).isEqualTo(bad(expected + "text"));
        assertThat(perform("/random/bytes")).isEqualTo(bad("argument 'n', a value: found nothing"));
        assertThat(perform("/file/write", "paths", Ipld.of("a")))
                .isEqualTo(
                        Answer.failed("NoFileRoot", "no folder is open to tasks; set file.root"));
        assertThat(perform("/log/write", "texts", Ipld.of("a")))
                .isEqualTo(bad("arguments {text}: found 'texts'; did you mean 'text'?"));
    }

    @Test
    void writesALineInWhichNothingCanBeForged() throws Exception {
        var answer = perform("/log/write", "text", Ipld.of("a\n\u001b[2J\u202eb\\ ü 🌱\u2028"));

        assertThat(answer).isEqualTo(Answer.done(Ipld.ofNull()));
        assertThat(world.lines).containsExactly("a\\u{a}\\u{1b}[2J\\u{202e}b\\u{5c} ü 🌱\\u{2028}");
    }

    @Test
    void refusesALineThatIsTooLong() throws Exception {
        assertThat(perform("/log/write", "text", Ipld.of("x".repeat(4_097))))
                .isEqualTo(
                        bad(
                                "argument 'text', text of at most 4096 characters:"
                                        + " found 4097 characters"));
        assertThat(world.lines).isEmpty();
    }

    @Test
    void handsAWorkflowToTheNodeOnceForEachIntent() throws Exception {
        var workflow = Ipld.map("v", Ipld.of("0.1.0"));
        var link = Ipld.of(DagCbor.block(workflow).cid());
        var ask = Asks.of("/task/enqueue", "workflow", workflow);

        assertThat(effects.settle(ask, world.around())).isInstanceOf(Settlement.NotFired.class);
        assertThat(effects.perform(ask, world.around())).isEqualTo(Answer.done(link));
        assertThat(effects.settle(ask, world.around())).isInstanceOf(Settlement.Fired.class);
        assertThat(world.enqueued).hasSize(1).containsEntry(ask.intent(), workflow);
        assertThat(perform("/task/enqueue", "workflow", Ipld.of("bafy")))
                .isEqualTo(bad("argument 'workflow', a link or a map: found text"));
    }

    @Test
    void cannotSayWhetherALineWasWrittenBeforeACrash() {
        var ask = Asks.of("/log/write", "text", Ipld.of("x"));

        assertThat(effects.settle(ask, world.around())).isInstanceOf(Settlement.Unknown.class);
    }

    private Answer perform(String command, Object... args) throws InterruptedException {
        return effects.perform(Asks.of(command, args), world.around());
    }

    private static Answer bad(String message) {
        return Answer.failed("BadArgument", message);
    }
}

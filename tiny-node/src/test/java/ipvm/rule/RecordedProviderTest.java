package ipvm.rule;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Effect;
import ipvm.effect.Limits;
import ipvm.effect.Scope;
import ipvm.effect.Surroundings;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.testkit.Fuzz;
import ipvm.ucan.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedProviderTest {

    private static final List<Effect> KNOWN =
            List.of(
                    Effect.query("/http/get", 1_000, 1_000).withRatePerSecondMax(1),
                    Effect.command("/http/post", 1_000, 1_000),
                    Effect.query("/time/now", 16, 1_000),
                    Effect.query("/random/bytes", 100, 1_000));

    private static final Surroundings AROUND =
            new Surroundings(
                    () -> 1_234,
                    count -> Bytes.wrap(new byte[count]),
                    (ask, line) -> {},
                    Surroundings.Tasks.NOBODY,
                    key -> Optional.empty(),
                    Optional.empty(),
                    false,
                    Limits.DEFAULT);

    private static Answers answers(String text) throws MalformedException {
        return Answers.read(Bytes.utf8(text.replace('\'', '"')));
    }

    private static Answer ask(RecordedProvider world, String command, String args)
            throws Exception {
        var did = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32])).did();
        var ask =
                new Ask(
                        ipvm.data.Cid.of(ipvm.data.Codec.RAW, Bytes.utf8(command)),
                        did,
                        Command.parse(command),
                        (Ipld.Map) DagJson.read(args.replace('\'', '"')),
                        Bytes.EMPTY,
                        Long.MAX_VALUE,
                        Scope.ANYTHING);
        return world.perform(ask, AROUND);
    }

    @Test
    void answersInTheOrderOfTheRecordingAndTheLastForEver() throws Exception {
        var world =
                new RecordedProvider(
                        KNOWN,
                        answers(
                                """
                                {'cmd':'/http/get','args':{'url':'b'},'value':'other'}
                                {'cmd':'/http/get','value':1}

                                {'cmd':'/http/get','error':{'name':'E','message':'m'}}
                                """));

        assertThat(ask(world, "/http/get", "{}")).isEqualTo(Answer.done(Ipld.of(1)));
        assertThat(ask(world, "/http/get", "{'url':'b'}")).isEqualTo(Answer.done(Ipld.of("other")));
        for (int i = 0; i < 3; i++) {
            assertThat(ask(world, "/http/get", "{}")).isEqualTo(Answer.failed("E", "m"));
        }
        assertThat(world.deeds()).isEmpty();
    }

    @Test
    void writesCommandsDownAndGivesNone() throws Exception {
        var world =
                new RecordedProvider(
                        KNOWN, answers("{'cmd':'/pin/write','kind':'command','value':3}"));

        assertThat(ask(world, "/pin/write", "{'pin':1}")).isEqualTo(Answer.done(Ipld.of(3)));
        assertThat(ask(world, "/http/post", "{'b':1}")).isEqualTo(Answer.done(Ipld.ofNull()));
        assertThat(ask(world, "/http/post", "{'a':1}")).isEqualTo(Answer.done(Ipld.ofNull()));
        assertThat(world.deeds())
                .extracting(deed -> deed.command() + DagJson.text(deed.args()))
                .containsExactly(
                        "/http/post{\"a\":1}", "/http/post{\"b\":1}", "/pin/write{\"pin\":1}");
        assertThat(world.deeds()).isEmpty();
    }

    @Test
    void tellsTheTimeOfTheClockAndSaysWhatIsNotRecorded() throws Exception {
        var world = new RecordedProvider(KNOWN, Answers.NONE);

        assertThat(ask(world, "/time/now", "{}")).isEqualTo(Answer.done(Ipld.of(1_234)));
        assertThat(ask(world, "/random/bytes", "{'n':2}"))
                .isEqualTo(Answer.done(Ipld.of(Bytes.wrap(new byte[2]))));
        assertThat(ask(world, "/http/get", "{'url':'u'}"))
                .isEqualTo(
                        Answer.failed(
                                "NotRecorded",
                                "no answer to /http/get {\"url\":\"u\"} is recorded"));
    }

    @Test
    void hasNoRatesAndKnowsWhatOnlyTheRecordingNames() throws Exception {
        var world = new RecordedProvider(KNOWN, answers("{'cmd':'/sensor/read','value':3}"));

        assertThat(world.effects()).hasSize(5).allMatch(effect -> effect.ratePerSecondMax() == 0);
        assertThat(world.effects().getLast().kind()).isEqualTo(Effect.Kind.QUERY);
    }

    @Test
    void namesThePlaceOfWhatItCannotRead() {
        assertThatRefuses(() -> answers("\n{'cmd':'http','value':1}")).hasPlace(2, 2);
        assertThatRefuses(() -> answers("{'cmd':'/a'}")).hasFound("none");
        assertThatRefuses(() -> answers("{'cmd':'/a','value':1,'error':{}}")).hasFound("both");
        assertThatRefuses(() -> answers("{'cmd':'/a','kind':'qery','value':1}"))
                .hasFound("did you mean 'query'");
    }

    @Test
    void survivesDamagedAnswers() throws Exception {
        var text = "{'cmd':'/a','kind':'query','args':{'b':[1]},'value':1}\n";
        Fuzz.of("answers", List.of(Bytes.utf8(text.replace('\'', '"'))), Answers::read)
                .payload(bytes -> 64L * bytes.size())
                .run();
    }
}

package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.foreign.Recorder;
import ipvm.link.Ear.Answer;
import ipvm.link.Inlet;
import ipvm.link.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedsTest {

    private final Recorder ear = new Recorder();
    private final List<Runnable> later = new ArrayList<>();
    private final Feeds feeds = new Feeds(ear, later::add, Limits.DEFAULT);
    private final Topics topics = new Topics(Member.A);
    private final Mailbox mailbox = new Mailbox(topics, ear);
    private final AtomicInteger acknowledged = new AtomicInteger();

    @BeforeEach
    void watch() {
        feeds.watch(List.of(new Inlet("kitchen", Map.of("mqtt", "kitchen"))));
    }

    private static Arrival arrival(String topic, String body, int packet, boolean isAgain) {
        var question = new Letter.Question("", Bytes.EMPTY);
        return new Arrival(
                topic,
                Bytes.utf8(body),
                packet,
                1,
                false,
                isAgain,
                question,
                List.of(),
                Optional.empty());
    }

    private void take(String body, int packet, boolean isAgain) {
        feeds.take(arrival("kitchen", body, packet, isAgain), acknowledged::incrementAndGet);
    }

    @Test
    void acknowledgesWhenTheReadingIsTakenAndNotBefore() throws Exception {
        ear.isSilent = true;
        take("1", 1, false);
        assertThat(acknowledged).hasValue(0);

        Recorder.next(ear.readings).answer().taken();
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void acknowledgesWhatNobodyWants() {
        feeds.take(arrival("elsewhere", "1", 1, false), acknowledged::incrementAndGet);
        ear.verdict = answer -> answer.excess("too many", 1_000);
        take("1", 2, false);
        feeds.watch(List.of());
        take("1", 3, false);

        assertThat(acknowledged).hasValue(3);
        assertThat(ear.readings).hasSize(1);
    }

    @Test
    void bringsAgainWhatCannotBeKeptAtTheMoment() throws Exception {
        ear.verdict = answer -> answer.busy("the store is full");
        take("1", 1, false);
        assertThat(acknowledged).hasValue(0);
        assertThat(later).hasSize(1);

        ear.verdict = Answer::taken;
        later.removeFirst().run();
        assertThat(acknowledged).hasValue(1);
        assertThat(ear.readings).hasSize(2);
        assertThat(Recorder.next(ear.readings).reading())
                .isEqualTo(Recorder.next(ear.readings).reading());
    }

    @Test
    void readsOnceWhatTheBrokerSaysItSendsAgain() {
        take("1", 7, false);
        take("1", 7, true);

        assertThat(ear.readings).hasSize(1);
        assertThat(acknowledged).hasValue(2);
    }

    @Test
    void acknowledgesACopyWhenTheFirstOneIsTaken() throws Exception {
        ear.isSilent = true;
        take("1", 7, false);
        take("1", 7, true);
        assertThat(acknowledged).hasValue(0);

        Recorder.next(ear.readings).answer().taken();
        assertThat(acknowledged).hasValue(1);
        assertThat(ear.readings).isEmpty();
    }

    @Test
    void readsTwiceWhatIsSaidTwice() {
        take("1", 7, false);
        take("1", 8, false);
        take("1", 7, false);

        assertThat(ear.readings).hasSize(3);
    }

    /// mosquitto forgets to say so when it was restarted.
    @Test
    void readsOnceWhatARememberedSessionSendsAgainWithoutSaying() {
        take("1", 7, false);
        feeds.begin(true);
        take("1", 7, false);
        assertThat(ear.readings).hasSize(1);

        take("1", 7, false);
        assertThat(ear.readings).hasSize(2);
    }

    @Test
    void believesNumbersNoMoreInANewSession() {
        take("1", 7, false);
        feeds.begin(false);
        take("1", 7, false);

        assertThat(ear.readings).hasSize(2);
    }

    @Test
    void tellsByItsNumberWhichSubscriptionAMessageCameBy() {
        feeds.watch(
                List.of(
                        new Inlet("one", Map.of("mqtt", "a/#")),
                        new Inlet("two", Map.of("mqtt", "a/+"))));
        var numbers = feeds.filters().stream().map(feeds::number).toList();
        for (var number : numbers) {
            var question = new Letter.Question("", Bytes.EMPTY);
            feeds.take(
                    new Arrival(
                            "a/b",
                            Bytes.utf8("1"),
                            number,
                            1,
                            false,
                            false,
                            question,
                            List.of(number),
                            Optional.of("m1")),
                    acknowledged::incrementAndGet);
        }

        assertThat(ear.readings.stream().map(read -> read.reading().inlet()).toList())
                .containsExactly("one", "two");
        assertThat(ear.readings.stream().map(read -> read.reading().mark()).toList())
                .containsExactly("one m1/0", "two m1/0");
    }

    @Test
    void putsWorkIntoAFrameAndTakesItOut() throws Exception {
        mailbox.take(arrival(Topics.WORK, "container", 1, false));
        var frame = Recorder.next(ear.frames).frame();

        assertThat(DagCbor.decode(frame))
                .isEqualTo(Ipld.list(Ipld.of(1), Ipld.of(4), Ipld.of(Bytes.utf8("container"))));
        var letter = mailbox.letter(new Place("mqtt", "work"), frame).orElseThrow();
        assertThat(letter.topic()).isEqualTo(Topics.WORK);
        assertThat(letter.payload()).isEqualTo(Bytes.utf8("container"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "nobody", "#00", "a#0", "work"})
    void sendsNothingToWhereNobodyIs(String address) {
        assertThat(mailbox.letter(new Place("mqtt", address), Bytes.of(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$SYS/x", "a/#", "a+b"})
    void answersNobodyWhoNamesNoTopicOfHisOwn(String topic) throws Exception {
        var question = new Letter.Question(topic, Bytes.EMPTY);
        mailbox.take(
                new Arrival(
                        topics.in(),
                        Bytes.of(1),
                        1,
                        1,
                        false,
                        false,
                        question,
                        List.of(),
                        Optional.empty()));

        assertThat(Recorder.next(ear.frames).from()).isEqualTo(new Place("mqtt", "-"));
    }

    @Test
    void meetsNeitherItselfNorWhoHasTakenItsGreetingBack() throws Exception {
        assertThat(mailbox.take(arrival(topics.hello(), "me", 1, false))).isTrue();
        assertThat(mailbox.take(arrival("ipvm/1/n/" + Member.B + "/hello", "", 1, false))).isTrue();
        assertThat(mailbox.take(arrival(topics.up(), "0", 1, false))).isTrue();

        assertThat(ear.met).isEmpty();
        assertThat(ear.lost).isEmpty();
        assertThat(mailbox.take(arrival("ipvm/1/n/" + Member.B + "/up", "0", 1, false))).isTrue();
        assertThat(Recorder.next(ear.lost).place().address()).isEqualTo(Member.B);
    }
}

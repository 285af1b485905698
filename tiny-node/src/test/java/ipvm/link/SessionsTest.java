package ipvm.link;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Bytes WORD = Bytes.utf8("a word");

    @Test
    void twoThatMeetSpeakUnderThirtyPercentLoss() throws Exception {
        int[] agreed = {0};
        Seeds.forEach(
                60,
                random -> {
                    var a = new Party(1, random);
                    var b = new Party(2, random);
                    var air = new Air(random, 30).with(a, b);
                    air.take(a, a.sessions.approach(b.place, air.nowMillis));
                    if (random.nextBoolean()) {
                        air.take(b, b.sessions.approach(a.place, air.nowMillis));
                    }
                    air.run(40_000);
                    agreed[0] += speaks(air, a, b) && speaks(air, b, a) ? 1 : 0;
                });
        assertThat(agreed[0]).isGreaterThanOrEqualTo(58); // six tries may all be lost
    }

    /// Says a word often enough that one arrives.
    private static boolean speaks(Air air, Party from, Party to) {
        for (int i = 0; i < 12; i++) {
            var frame = from.sessions.seal(to.did, WORD);
            frame.ifPresent(bytes -> air.send(from.place, to.place, bytes));
        }
        air.run(100);
        return to.heardFrom(from.did).contains(WORD);
    }

    @Test
    void ofTwoThatGreetTheLowerNameBegins() {
        var random = Seeds.random(1);
        var a = new Party(1, random);
        var b = new Party(2, random);
        var air = new Air(random, 0).with(a, b);
        air.take(a, a.sessions.meet(b.place, air.nowMillis));
        air.run(3_000);
        assertThat(a.sessions.knows(b.did)).isTrue();
        assertThat(b.sessions.knows(a.did)).isTrue();
        assertThat(a.all(Act.Up.class)).hasSize(1);
    }

    @Test
    void aFrameCountsOnceAndForNobodyElse() {
        var random = Seeds.random(2);
        var a = new Party(1, random);
        var b = new Party(2, random);
        var c = new Party(3, random);
        var air = new Air(random, 0).with(a, b, c);
        air.take(a, a.sessions.approach(b.place, air.nowMillis));
        air.take(a, a.sessions.approach(c.place, air.nowMillis));
        air.run(2_000);
        var frame = a.sessions.seal(b.did, WORD).orElseThrow();
        for (int i = 0; i < 3; i++) {
            air.take(b, b.sessions.hear(new Place("sim", "elsewhere"), frame, air.nowMillis));
            air.take(c, c.sessions.hear(a.place, frame, air.nowMillis));
        }
        assertThat(b.heardFrom(a.did)).containsExactly(WORD);
        assertThat(c.heardFrom(a.did)).isEmpty();
    }

    @Test
    void aRecordedSessionSaysNothingToAnybodyASecondTime() {
        var random = Seeds.random(3);
        var a = new Party(1, random);
        var b = new Party(2, random);
        var air = new Air(random, 0).with(a, b);
        air.take(a, a.sessions.approach(b.place, air.nowMillis));
        air.run(1_000);
        speaks(air, a, b);
        speaks(air, b, a);
        int ups = b.all(Act.Up.class).size();
        b.noted.clear();
        for (var frame : List.copyOf(air.seen)) {
            b.noted.addAll(b.sessions.hear(new Place("sim", "recorder"), frame, air.nowMillis));
        }
        assertThat(ups).isEqualTo(1);
        assertThat(b.heardFrom(a.did)).isEmpty();
        assertThat(b.all(Act.Up.class)).isEmpty();
    }

    @Test
    void aNeighbourThatWasStartedAnewIsKnownAgain() {
        var random = Seeds.random(4);
        var a = new Party(1, random);
        var air = new Air(random, 0).with(a, new Party(2, random));
        var before = new Party(2, random);
        air.with(before);
        air.take(a, a.sessions.approach(before.place, air.nowMillis));
        air.run(1_000);
        var b = new Party(2, random);
        air.with(b);
        a.sessions.seal(b.did, WORD).ifPresent(frame -> air.send(a.place, b.place, frame));
        air.run(500);
        assertThat(a.all(Act.Refused.class)).hasSize(1);
        air.take(a, a.sessions.renew(b.did, b.place, air.nowMillis));
        assertThat(a.sessions.renew(b.did, b.place, air.nowMillis + 100)).isEmpty();
        air.run(1_000);
        assertThat(speaks(air, a, b)).isTrue();
        assertThat(speaks(air, b, a)).isTrue();
        assertThat(a.all(Act.Twin.class)).isEmpty();
    }

    @Test
    void twoNodesWithOneKeyAreNoticed() {
        var random = Seeds.random(5);
        var a = new Party(1, random);
        var one = new Party("here", 2, random, Limits.DEFAULT);
        var other = new Party("there", 2, random, Limits.DEFAULT);
        var air = new Air(random, 0).with(a, one, other);
        for (var twin : List.of(one, other, one)) {
            air.take(twin, twin.sessions.approach(a.place, air.nowMillis));
            air.run(1_000);
        }
        assertThat(a.all(Act.Twin.class)).isNotEmpty();
        air.take(other, other.sessions.approach(one.place, air.nowMillis));
        air.run(1_000);
        assertThat(other.all(Act.Twin.class)).extracting(Act.Twin::who).contains(one.did);
    }

    @Test
    void strangersAreRefusedCheaplyAndNeighboursGoOn() {
        var random = Seeds.random(6);
        var a = new Party(1, random);
        var b = new Party(2, random);
        var air = new Air(random, 0).with(a, b);
        air.take(b, b.sessions.approach(a.place, air.nowMillis));
        air.run(500);
        int answers = 0;
        for (int i = 0; i < 10_000; i++) {
            var stranger = new Place("coap", "10.0." + i / 250 + "." + i % 250 + ":" + (1_000 + i));
            var key = Bytes.wrap(new byte[] {(byte) i, (byte) (i >> 8)});
            var once = Bytes.concat(key, Bytes.wrap(new byte[29]), Bytes.of(9));
            var first = new Frame.Handshake(i, once).encode();
            answers +=
                    (int)
                            a.sessions.hear(stranger, first, air.nowMillis + i).stream()
                                    .filter(SessionsTest::isHandshake)
                                    .count();
        }
        assertThat(answers).isLessThanOrEqualTo(Limits.DEFAULT.strangersPerMinuteMax());
        assertThat(speaks(air, a, b)).isTrue();
        assertThat(speaks(air, b, a)).isTrue();
    }

    private static boolean isHandshake(Act act) {
        try {
            return act instanceof Act.Send(var to, var frame)
                    && Frame.decode(frame, Limits.DEFAULT) instanceof Frame.Handshake;
        } catch (ipvm.data.MalformedException e) {
            return false;
        }
    }

    @Test
    void oneHostBeginsFiveHandshakesAMinuteWhateverItsPort() {
        var random = Seeds.random(7);
        var a = new Party(1, random);
        long answered = 0;
        for (int i = 0; i < 20; i++) {
            var stranger = new Place("coap", "10.0.0.7:" + (1_000 + i));
            var first = new Frame.Handshake(i, Bytes.wrap(someKey(i))).encode();
            answered +=
                    a.sessions.hear(stranger, first, 1_000).stream()
                            .filter(SessionsTest::isHandshake)
                            .count();
        }
        assertThat(answered).isEqualTo(Limits.DEFAULT.handshakesPerMinuteMax());
    }

    private static byte[] someKey(int of) {
        var key = new byte[32];
        key[0] = 9;
        key[3] = (byte) of;
        return key;
    }
}

package ipvm.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.link.Place;
import ipvm.testkit.Mutations;
import ipvm.testkit.Peer;
import ipvm.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recorded sessions, changed here and there and played to a node that goes on with its own.
class MeshFuzzTest {

    private static final long LIFE_MILLIS = 600_000;

    private final Village village = new Village(Seeds.random(1));
    private final Village.House a = village.settle("a", 1);
    private final Village.House b = village.settle("b", 2);

    private void record() {
        a.meet(b, "sim");
        village.run(2_000);
        for (int i = 0; i < 20; i++) {
            a.send(b, i, parcel(500 * i + 1), LIFE_MILLIS);
            b.send(a, i, parcel(200 * i + 1), LIFE_MILLIS);
        }
        village.run(60_000);
        assertThat(a.delivered).hasSize(20);
    }

    private static Parcel parcel(int size) {
        var bytes = new byte[size];
        Seeds.random(size).nextBytes(bytes);
        return new Parcel(Parcel.Kind.BLOCK, Bytes.wrap(bytes));
    }

    private void requireWork() {
        village.run(300_000);
        a.send(b, 99, parcel(7_777), LIFE_MILLIS);
        village.run(60_000);
        assertThat(a.delivered).contains(99L);
        assertThat(b.arrived).contains(parcel(7_777).bytes());
    }

    @Test
    void changedFramesOfARecordedSessionBreakNothing() throws Exception {
        record();
        var corpus = List.copyOf(village.frames);
        int before = b.arrived.size();
        int[] count = {0};
        Seeds.forEach(
                Peer.count(4_000, 1_000_000),
                random -> {
                    var from = random.nextInt(3) > 0 ? "a" : "x" + random.nextInt(1_000);
                    b.hear(new Place("sim", from), new Mutations(corpus, random).next());
                    if (++count[0] % 64 == 0) {
                        village.run(1);
                    }
                });
        assertThat(b.arrived).hasSize(before);
        requireWork();
    }

    @Test
    void aNeighbourThatTalksNonsenseIsServedWhenItTalksSenseAgain() throws Exception {
        record();
        var corpus = List.copyOf(village.inners);
        int[] count = {0};
        Seeds.forEach(
                Peer.count(4_000, 1_000_000),
                random -> {
                    b.said(a.did, new Mutations(corpus, random).next());
                    if (++count[0] % 64 == 0) {
                        village.run(1);
                    }
                });
        requireWork();
    }
}

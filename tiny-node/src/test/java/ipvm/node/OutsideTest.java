package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Host;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutsideTest {

    private static final Host.Log NOWHERE = (level, context, message) -> {};
    private static final Bytes SEED = Bytes.utf8("a seed of thirty-two bytes, about");

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final AtomicLong seeds = new AtomicLong();
    private final Outside live =
            Outside.live(
                    nanos::incrementAndGet,
                    () -> {
                        seeds.incrementAndGet();
                        return SEED;
                    });

    private static Bytes draw(Host host, int size) {
        return host.chance().orElseThrow().draw(size);
    }

    private static long now(Host host) {
        return host.clock().orElseThrow().nowNanos();
    }

    @Test
    void isWrittenDownInItsOrderAndToldAgain() throws Exception {
        var host = live.host(NOWHERE);
        long first = now(host);
        var drawn = draw(host, 5);
        long second = now(host);
        var more = draw(host, 100);

        assertThat(second).isEqualTo(first + 1);
        assertThat(live.log())
                .containsExactly(
                        Ipld.map("clock", Ipld.of(first)),
                        Ipld.map("seed", Ipld.of(SEED)),
                        Ipld.map("clock", Ipld.of(second)));
        var again = Outside.again(live.log());
        var same = again.host(NOWHERE);
        assertThat(now(same)).isEqualTo(first);
        assertThat(draw(same, 5)).isEqualTo(drawn);
        assertThat(now(same)).isEqualTo(second);
        assertThat(draw(same, 100)).isEqualTo(more);
        assertThat(again.log()).isEqualTo(live.log());
    }

    @Test
    void drawsEverythingFromOneSeedAndNothingTwice() {
        var host = live.host(NOWHERE);
        var drawn = Bytes.concat(draw(host, 32), draw(host, 32), draw(host, 64));

        assertThat(seeds).hasValue(1);
        assertThat(drawn.size()).isEqualTo(128);
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < i; k++) {
                assertThat(drawn.slice(32 * i, 32 * i + 32))
                        .isNotEqualTo(drawn.slice(32 * k, 32 * k + 32));
            }
        }
        assertThat(draw(host, 0)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void letsTimeStandStillAfterManyLooks() throws Exception {
        var host = live.host(NOWHERE);
        for (int i = 0; i < 1_023; i++) {
            now(host);
        }
        long last = now(host);

        assertThat(last).isEqualTo(2_024);
        assertThat(now(host)).isEqualTo(last);
        assertThat(nanos).hasValue(2_024);
        assertThat(live.log()).hasSize(1_024);
    }

    @Test
    void hasNothingToTellBeyondItsLog() throws Exception {
        var host = Outside.again(List.of(Ipld.map("clock", Ipld.of(7)))).host(NOWHERE);

        assertThat(now(host)).isEqualTo(7);
        assertThat(now(host)).isZero();
        assertThat(draw(host, 3).size()).isEqualTo(3);
    }

    @Test
    void refusesALogOfSomethingElse() {
        for (var wrong :
                List.of(
                        Ipld.of(1),
                        Ipld.map(),
                        Ipld.map("seed", Ipld.of(1)),
                        Ipld.map("clock", Ipld.of("noon")))) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> Outside.again(List.of(wrong)))
                    .withMessageContaining("log of a receipt");
        }
    }
}

package ipvm.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketsTest {

    private static final int FRAME_BYTES_MAX = Limits.DEFAULT.frameBytesMax();

    private final Packets packets = new Packets();
    private final Assembly assembly = new Assembly(FRAME_BYTES_MAX);

    private static Bytes frame(int bytes, long seed) {
        var content = new byte[bytes];
        var random = new SplittableRandom(seed);
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) random.nextInt();
        }
        return Bytes.wrap(content);
    }

    @Test
    void writesNumberIndexAndChunk() throws Exception {
        assertThat(packets.cut(Bytes.of(1, 2, 3, 4, 5), 6))
                .containsExactly(Bytes.fromHex("000000010203"), Bytes.fromHex("8000010405"));
        assertThat(packets.cut(Bytes.of(9), 6)).containsExactly(Bytes.fromHex("81000009"));
    }

    @Test
    void knowsWhatFitsIntoAPacket() {
        assertThat(Packets.bytes(0)).isEqualTo(20);
        assertThat(Packets.bytes(23)).isEqualTo(20);
        assertThat(Packets.bytes(247)).isEqualTo(244);
        assertThat(Packets.bytes(517)).isEqualTo(512);
        assertThat(packets.cut(frame(1_024, 1), Packets.bytes(23))).hasSize(61);
        assertThat(packets.cut(frame(1_024, 1), Packets.bytes(247))).hasSize(5);
        assertThat(packets.cut(frame(1_024, 1), Packets.bytes(517))).hasSize(3);
    }

    @Test
    void bringsEveryFrameThroughEveryMtu() throws Exception {
        for (int mtu = 23; mtu <= 517; mtu++) {
            for (int bytes : new int[] {1, 17, 18, mtu, 509, FRAME_BYTES_MAX}) {
                var frame = frame(bytes, mtu);
                assertThat(all(packets.cut(frame, Packets.bytes(mtu))))
                        .as("%d bytes at MTU %d", bytes, mtu)
                        .containsExactly(frame);
            }
        }
    }

    private List<Bytes> all(List<Bytes> arriving) throws MalformedException {
        var found = new ArrayList<Bytes>();
        for (var packet : arriving) {
            assembly.take(packet).ifPresent(found::add);
        }
        return found;
    }

    @Test
    void dropsAFrameThatLacksAPacketAndTakesTheNext() throws Exception {
        for (int lost = 0; lost < 5; lost++) {
            var arriving = new ArrayList<>(packets.cut(frame(100, 1), 23));
            assertThat(arriving).hasSize(5);
            arriving.remove(lost);
            arriving.addAll(packets.cut(frame(100, 2), 23));
            assertThat(all(arriving)).containsExactly(frame(100, 2));
        }
    }

    @Test
    void dropsAFrameWhosePacketsWereExchanged() throws Exception {
        var arriving = new ArrayList<>(packets.cut(frame(100, 1), 23));
        arriving.add(1, arriving.remove(2));
        arriving.addAll(packets.cut(frame(100, 2), 23));
        assertThat(all(arriving)).containsExactly(frame(100, 2));
    }

    @Test
    void takesAPacketThatComesTwiceOnce() throws Exception {
        var arriving = new ArrayList<Bytes>();
        for (var packet : packets.cut(frame(100, 1), 23)) {
            arriving.add(packet);
            arriving.add(packet);
        }
        assertThat(all(arriving)).containsExactly(frame(100, 1));
    }

    @Test
    void doesNotMixTwoFrames() throws Exception {
        var first = packets.cut(frame(60, 1), 23);
        var second = packets.cut(frame(60, 2), 23);
        assertThat(all(List.of(first.get(0), second.get(1), second.get(2)))).isEmpty();
    }

    @Test
    void refusesPacketsWithoutContent() {
        for (var packet : List.of(Bytes.EMPTY, Bytes.of(0x80), Bytes.of(0x80, 0, 0))) {
            assertThatThrownBy(() -> assembly.take(packet)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void keepsNoMoreThanAFrame() throws Exception {
        var chunk = frame(509, 1);
        Optional<Bytes> whole = Optional.empty();
        for (int index = 0; index < 20; index++) {
            int head = index == 19 ? 0x80 : 0;
            whole = assembly.take(Bytes.concat(Bytes.of(head, 0, index), chunk));
        }
        assertThat(whole).isEmpty();
    }

    @Test
    void survivesAnyPacketsAndGoesOn() throws Exception {
        long seed = Long.getLong("seed", 1);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(4, 30)];
            random.nextBytes(bytes);
            bytes[1] = 0;
            bytes[2] = (byte) random.nextInt(3);
            var unused = assembly.take(Bytes.wrap(bytes));
        }
        assertThat(all(packets.cut(frame(100, 2), 23)))
                .as("seed " + seed)
                .containsExactly(frame(100, 2));
    }
}

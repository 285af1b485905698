package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Ipld.Map MAP =
            Ipld.map("id", Ipld.of(7), "op", Ipld.of("run"), "args", Ipld.map());

    /// Gives what it was given, some bytes at a time, and remembers what was written.
    private static final class Pipe implements ByteChannel {

        private final ByteBuffer in;
        private final int atOnce;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pipe(byte[] in, int atOnce) {
            this.in = ByteBuffer.wrap(in);
            this.atOnce = atOnce;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!in.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(atOnce, target.remaining()), in.remaining());
            for (int i = 0; i < count; i++) {
                target.put(in.get());
            }
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(atOnce, source.remaining());
            for (int i = 0; i < count; i++) {
                out.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static byte[] written(Ipld.Map map, int atOnce) throws Exception {
        var pipe = new Pipe(new byte[0], atOnce);
        new Wire(pipe).write(map);
        return pipe.out.toByteArray();
    }

    private static Ipld.Map read(byte[] bytes, int atOnce) throws Exception {
        var wire = new Wire(new Pipe(bytes, atOnce));
        return wire.frame(wire.length().orElseThrow());
    }

    @Test
    void readsWhatWasWrittenHoweverItArrives() throws Exception {
        for (int atOnce : new int[] {1, 3, 1 << 20}) {
            var bytes = written(MAP, atOnce);

            assertThat(Bytes.wrap(bytes).slice(0, 4))
                    .isEqualTo(Bytes.of(0, 0, 0, bytes.length - 4));
            assertThat(read(bytes, atOnce)).isEqualTo(MAP);
        }
    }

    @Test
    void carriesSixteenMebibytesAndRefusesMore() throws Exception {
        var large = Ipld.map("b", Ipld.of(Bytes.wrap(new byte[Wire.FRAME_BYTES_MAX - 8])));
        assertThat(read(written(large, 1 << 20), 1 << 20)).isEqualTo(large);

        var larger = Ipld.map("b", Ipld.of(Bytes.wrap(new byte[Wire.FRAME_BYTES_MAX])));
        assertThatThrownBy(() -> written(larger, 1 << 20))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("frame of at most 16777216");
        assertThatThrownBy(() -> read(new byte[] {1, 0, 0, 1, 0}, 9))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("16777217 bytes");
        assertThatThrownBy(() -> read(new byte[] {-1, -1, -1, -1}, 9))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("4294967295 bytes");
    }

    @Test
    void tellsTheEndBetweenFramesFromOneWithin() throws Exception {
        assertThat(new Wire(new Pipe(new byte[0], 1)).length()).isEmpty();
        var bytes = written(MAP, 99);
        for (int size = 1; size < bytes.length; size++) {
            var cut = java.util.Arrays.copyOf(bytes, size);
            assertThatThrownBy(() -> read(cut, 2)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void refusesAFrameThatIsNoMap() {
        var list = DagCbor.encode(Ipld.list());
        var frame = Bytes.concat(Bytes.of(0, 0, 0, list.size()), list);

        assertThatThrownBy(() -> read(frame.toArray(), 9)).isInstanceOf(MalformedException.class);
    }

    @Test
    void endsOtherBytesInAFaultOfTheirs() throws Exception {
        Seeds.forEach(5_000, WireTest::requireCleanEnd);
    }

    private static void requireCleanEnd(RandomGenerator random) throws Exception {
        var bytes = written(MAP, 99);
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            read(bytes, 1 + random.nextInt(9));
        } catch (MalformedException | EOFException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}

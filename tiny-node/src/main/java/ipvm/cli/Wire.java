package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/// Maps over a channel: their length in four bytes, then DAG-CBOR.
///
/// What is read takes room as it comes and not as it is announced, so that a length alone costs
/// nothing.
final class Wire {

    static final int FRAME_BYTES_MAX = 16 << 20;

    private static final Limits LIMITS = Limits.DEFAULT.withBlockBytesMax(FRAME_BYTES_MAX);
    private static final int CHUNK_BYTES = 64 << 10;

    private final ByteChannel channel;

    Wire(ByteChannel channel) {
        this.channel = channel;
    }

    /// How many bytes the next frame has; nothing when the other side has ended.
    Optional<Integer> length() throws MalformedException, IOException {
        var head = ByteBuffer.allocate(Integer.BYTES);
        if (channel.read(head) < 0) {
            return Optional.empty();
        }
        fill(head);
        long length = Integer.toUnsignedLong(head.flip().getInt());
        if (length > FRAME_BYTES_MAX) {
            throw new MalformedException("frame of at most " + FRAME_BYTES_MAX, length + " bytes");
        }
        return Optional.of((int) length);
    }

    /// The frame after its length.
    Ipld.Map frame(int length) throws MalformedException, IOException {
        var all = new ByteArrayOutputStream(Math.min(length, CHUNK_BYTES));
        while (all.size() < length) {
            var chunk = ByteBuffer.allocate(Math.min(length - all.size(), CHUNK_BYTES));
            fill(chunk);
            all.writeBytes(chunk.array());
        }
        if (DagCbor.decode(Bytes.wrap(all.toByteArray()), LIMITS) instanceof Ipld.Map map) {
            return map;
        }
        throw new MalformedException("frame with a map", "something else");
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side ended within a frame");
            }
        }
    }

    /// Writes all of it; one at a time.
    void write(Ipld.Map map) throws MalformedException, IOException {
        var body = DagCbor.encode(map);
        if (body.size() > FRAME_BYTES_MAX) {
            throw new MalformedException(
                    "frame of at most " + FRAME_BYTES_MAX, body.size() + " bytes");
        }
        var whole = ByteBuffer.allocate(Integer.BYTES + body.size());
        whole.putInt(body.size()).put(body.toArray()).flip();
        while (whole.hasRemaining()) {
            channel.write(whole);
        }
    }
}

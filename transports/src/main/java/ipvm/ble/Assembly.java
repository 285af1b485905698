package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the packets of one side together: a frame comes out whole, or not at all.
///
/// A packet that is not the next one drops the frame, which is then sent again above. The same
/// packet twice in a row counts once.
final class Assembly {

    private static final int NONE = -1;

    private final int frameBytesMax;
    private final List<Bytes> chunks = new ArrayList<>();
    private int number = NONE;
    private int bytes;

    Assembly(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    /// The frame, with its last packet.
    Optional<Bytes> take(Bytes packet) throws MalformedException {
        if (packet.size() <= Packets.HEAD_BYTES) {
            throw new MalformedException(
                    "packet of at least " + (Packets.HEAD_BYTES + 1) + " bytes",
                    packet.size() + " bytes");
        }
        int head = packet.at(0);
        int index = packet.at(1) << 8 | packet.at(2);
        var chunk = packet.from(Packets.HEAD_BYTES);
        return isTaken(head % Packets.NUMBERS, index, chunk) && head >= Packets.LAST
                ? Optional.of(whole())
                : Optional.empty();
    }

    private boolean isTaken(int frame, int index, Bytes chunk) {
        if (index == 0) {
            drop();
            number = frame;
        } else if (isAgain(frame, index, chunk)) {
            return false;
        }
        if (number != frame || index != chunks.size() || bytes + chunk.size() > frameBytesMax) {
            drop();
            return false;
        }
        chunks.add(chunk);
        bytes += chunk.size();
        return true;
    }

    private boolean isAgain(int frame, int index, Bytes chunk) {
        return number == frame && index == chunks.size() - 1 && chunks.get(index).equals(chunk);
    }

    private Bytes whole() {
        var frame = Bytes.concat(chunks.toArray(new Bytes[0]));
        drop();
        return frame;
    }

    private void drop() {
        chunks.clear();
        bytes = 0;
        number = NONE;
    }
}

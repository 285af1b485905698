package ipvm.ble;

import ipvm.data.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Cuts frames into packets of `head:u8 index:u16 chunk`, big-endian.
///
/// The head's top bit says that it is the last packet, the others are the number of the frame.
final class Packets {

    static final int HEAD_BYTES = 3;
    static final int LAST = 0x80;
    static final int NUMBERS = 0x80;

    /// What an attribute may hold, whatever the link could carry.
    private static final int ATTRIBUTE_BYTES_MAX = 512;

    /// What a write or a notification adds.
    private static final int ATT_BYTES = 3;

    private static final int MTU_MIN = 23;

    private int number;

    /// What a packet may hold where this is the link's MTU; 0 is one that is not known yet.
    static int bytes(long mtu) {
        return (int) Math.min(Math.max(mtu, MTU_MIN) - ATT_BYTES, ATTRIBUTE_BYTES_MAX);
    }

    /// The packets of the next frame.
    List<Bytes> cut(Bytes frame, int packetBytes) {
        int room = packetBytes - HEAD_BYTES;
        if (room < 1 || frame.isEmpty()) {
            throw new IllegalArgumentException(
                    frame.size() + " bytes in packets of " + packetBytes);
        }
        int count = (frame.size() + room - 1) / room;
        var packets = new ArrayList<Bytes>();
        for (int index = 0; index < count; index++) {
            int head = (index == count - 1 ? LAST : 0) | number;
            var chunk = frame.slice(index * room, Math.min((index + 1) * room, frame.size()));
            packets.add(Bytes.concat(Bytes.of(head, index >> 8, index & 0xff), chunk));
        }
        number = (number + 1) % NUMBERS;
        return packets;
    }
}

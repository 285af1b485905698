package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Cursor;
import ipvm.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads messages; a neighbour is known, and believed no more than a stranger.
final class MessageReader {

    private static final int DIGEST_BYTES = 8;
    private static final int TEXT_BYTES_MAX = 256;
    private static final int STRETCHES_MAX = 64;

    private final Cursor in;

    MessageReader(Bytes source) {
        this.in = new Cursor(source);
    }

    Optional<Message> message() throws MalformedException {
        int kind = in.u8("kind of a message");
        Optional<Message> message =
                switch (kind) {
                    case Message.HELLO -> Optional.of(hello());
                    case Message.DATA -> Optional.of(data());
                    case Message.ACK -> Optional.of(ack());
                    case Message.WANT -> Optional.of(new Message.Want(Cid.read(in)));
                    case Message.HAVE ->
                            Optional.of(new Message.Have(Cid.read(in), size("size of a block")));
                    case Message.BUSY ->
                            Optional.of(new Message.Busy(u16("transfer"), in.varint("seconds")));
                    case Message.PING -> Optional.of(new Message.Ping(u32("number of a ping")));
                    case Message.REFUSE -> Optional.of(refuse());
                    case Message.SAFE ->
                            Optional.of(
                                    new Message.Safe(
                                            u16("transfer"), in.take(DIGEST_BYTES, "digest")));
                    default -> Optional.empty();
                };
        if (message.isPresent()) {
            in.expectEnd("message");
        }
        return message;
    }

    private Message hello() throws MalformedException {
        var from = address();
        int sequence = u16("sequence");
        int next = in.u8("seconds to the next hello");
        var load =
                new Message.Load(
                        in.u8("fuel rate"), in.u8("queue"), in.u8("energy"), in.u8("outbox"));
        var heard = new ArrayList<Message.Heard>();
        for (int left = in.u8("number heard"); left > 0; left--) {
            heard.add(new Message.Heard(u16("heard"), u16("got")));
        }
        var roles = new ArrayList<Message.Role>();
        for (int left = in.u8("number of roles"); left > 0; left--) {
            roles.add(
                    new Message.Role(
                            address(), u32("sequence"), in.u8("role"), u16("metric of a role")));
        }
        return new Message.Hello(
                from, sequence, next, load, List.copyOf(heard), List.copyOf(roles));
    }

    private Message data() throws MalformedException {
        int transfer = u16("transfer");
        int at = size("place of a piece");
        var head = at == 0 ? Optional.of(head()) : Optional.<Message.Head>empty();
        var piece = in.rest();
        if (piece.isEmpty()) {
            throw in.malformed("piece of a parcel", "nothing");
        }
        return new Message.Data(transfer, at, head, piece);
    }

    private Message.Head head() throws MalformedException {
        return new Message.Head(
                in.take(DIGEST_BYTES, "digest"),
                size("size of a parcel"),
                in.u8("kind of a parcel"),
                in.take(Message.Head.TO_BYTES, "destination"),
                address(),
                u32("sequence"),
                u16("metric"),
                in.varint("age"),
                in.varint("life"),
                in.u8("copies"),
                in.u8("hops"));
    }

    private Message ack() throws MalformedException {
        int transfer = u16("transfer");
        int upTo = size("what has arrived");
        int end = upTo;
        var beyond = new ArrayList<Message.Stretch>();
        while (in.remaining() > 0) {
            int from = sum(end, size("gap"));
            end = sum(from, size("stretch"));
            beyond.add(new Message.Stretch(from, end));
            if (beyond.size() > STRETCHES_MAX) {
                throw in.malformed("at most " + STRETCHES_MAX + " stretches", "more");
            }
        }
        return new Message.Ack(transfer, upTo, List.copyOf(beyond));
    }

    private int sum(int a, int b) throws MalformedException {
        if (a > Integer.MAX_VALUE - b) {
            throw in.malformed("place in a parcel", "one beyond 2 GiB");
        }
        return a + b;
    }

    private Message refuse() throws MalformedException {
        int code = in.u8("code of a refusal");
        if (in.remaining() > TEXT_BYTES_MAX) {
            throw in.malformed("text of at most " + TEXT_BYTES_MAX + " bytes", "more");
        }
        try {
            var text = ByteBuffer.wrap(in.rest().toArray());
            return new Message.Refuse(
                    code, StandardCharsets.UTF_8.newDecoder().decode(text).toString());
        } catch (CharacterCodingException e) {
            throw in.malformed("text of a refusal", "no UTF-8");
        }
    }

    private Address address() throws MalformedException {
        return new Address(in.take(Address.BYTES, "address"));
    }

    private int size(String what) throws MalformedException {
        long value = in.varint(what);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw in.malformed(what, Long.toUnsignedString(value));
        }
        return (int) value;
    }

    private int u16(String what) throws MalformedException {
        return in.u8(what) << 8 | in.u8(what);
    }

    private long u32(String what) throws MalformedException {
        return (long) u16(what) << 16 | u16(what);
    }
}

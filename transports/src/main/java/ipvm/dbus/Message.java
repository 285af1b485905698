package ipvm.dbus;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is said over the bus.
public sealed interface Message {

    /// What a message may take at most, which is far below what the bus allows.
    int BYTES_MAX = 1 << 20;

    /// Everything before the length of the header's fields.
    int START_BYTES = 16;

    /// Whose, where and what; empty where it is not said.
    ///
    /// @param peer to whom it goes, or by whom it was sent
    record About(String peer, String path, String type, String member) {}

    /// Something to be done.
    ///
    /// @param isAnswered whether the other side waits for an answer
    record Call(long serial, About about, List<Datum> body, boolean isAnswered) implements Message {

        public Call {
            body = List.copyOf(body);
        }
    }

    /// It was done.
    record Return(long serial, long to, String peer, List<Datum> body) implements Message {

        public Return {
            body = List.copyOf(body);
        }
    }

    /// It was not done.
    ///
    /// @param name of the error, such as `org.bluez.Error.Failed`
    /// @param why in words, often none
    record Failure(long serial, long to, String peer, String name, String why) implements Message {}

    /// Something happened.
    record Signal(long serial, About about, List<Datum> body) implements Message {

        public Signal {
            body = List.copyOf(body);
        }
    }

    // --- writing -----------------------------------------------------------------------------

    default Bytes encode() {
        return switch (this) {
            case Call(var serial, var about, var body, var isAnswered) ->
                    new Form(1, isAnswered ? 0 : 1, serial).about(about).end(body);
            case Return(var serial, var to, var peer, var body) ->
                    new Form(2, 1, serial).answer(to, peer).end(body);
            case Failure(var serial, var to, var peer, var name, var why) ->
                    new Form(3, 1, serial)
                            .answer(to, peer)
                            .text(4, 's', name)
                            .end(List.of(Datum.of(why)));
            case Signal(var serial, var about, var body) ->
                    new Form(4, 1, serial).about(about).end(body);
        };
    }

    /// A message while its header is put together.
    final class Form {

        private final int kind;
        private final int flags;
        private final long serial;
        private final List<Datum> fields = new ArrayList<>();

        private Form(int kind, int flags, long serial) {
            this.kind = kind;
            this.flags = flags;
            this.serial = serial;
        }

        private Form field(int code, Datum value) {
            fields.add(new Datum.Group(List.of(new Datum.Whole('y', code), new Datum.Any(value))));
            return this;
        }

        private Form text(int code, char type, String value) {
            return value.isEmpty() ? this : field(code, new Datum.Text(type, value));
        }

        private Form about(About about) {
            return text(1, 'o', about.path())
                    .text(2, 's', about.type())
                    .text(3, 's', about.member())
                    .text(6, 's', about.peer());
        }

        private Form answer(long to, String peer) {
            return field(5, new Datum.Whole('u', to)).text(6, 's', peer);
        }

        private Bytes end(List<Datum> body) {
            var types = new StringBuilder();
            body.forEach(datum -> types.append(datum.type()));
            text(8, 'g', types.toString());
            var content = Writer.write(body);
            var head = new Writer();
            for (int each : new int[] {'l', kind, flags, 1}) {
                head.number(each, 1);
            }
            head.number(content.size(), 4);
            head.number(serial, 4);
            head.write(new Datum.Row("(yv)", fields));
            head.align(8);
            return Bytes.concat(head.done(), content);
        }
    }

    // --- reading -----------------------------------------------------------------------------

    /// How long the message is that starts so.
    static int length(Bytes start) throws MalformedException {
        var reader = new Reader(start.slice(0, START_BYTES), order(start));
        reader.number(4);
        long body = reader.number(4);
        reader.number(4);
        long fields = reader.number(4);
        long whole = START_BYTES + (fields + 7) / 8 * 8 + body;
        if (whole > BYTES_MAX) {
            throw new MalformedException(
                    "D-Bus message of at most " + BYTES_MAX + " bytes", whole + " bytes");
        }
        return (int) whole;
    }

    private static ByteOrder order(Bytes start) throws MalformedException {
        if (start.size() < START_BYTES || (start.at(0) != 'l' && start.at(0) != 'B')) {
            throw new MalformedException("D-Bus message", "something else");
        }
        return start.at(0) == 'l' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    static Message decode(Bytes source) throws MalformedException {
        if (length(source) != source.size()) {
            throw new MalformedException(
                    "D-Bus message of " + length(source) + " bytes", source.size() + " bytes");
        }
        var order = order(source);
        var reader = new Reader(source, order);
        reader.number(1);
        int kind = (int) reader.number(1);
        int flags = (int) reader.number(1);
        int version = (int) reader.number(1);
        if (version != 1) {
            throw new MalformedException("D-Bus 1", String.valueOf(version), 3);
        }
        int bodyBytes = (int) reader.number(4);
        long serial = reader.number(4);
        var fields = fields(reader);
        var types = word(fields, 8);
        var body = new Reader(source.from(source.size() - bodyBytes), order).whole(types);
        return message(kind, serial, new Parts(fields, body, (flags & 1) == 0));
    }

    /// What a message is made of, before it is known which it is.
    record Parts(Map<Integer, Datum> fields, List<Datum> body, boolean isAnswered) {}

    private static Message message(int kind, long serial, Parts parts) throws MalformedException {
        var fields = parts.fields();
        var sender = word(fields, 7);
        var about = new About(sender, word(fields, 1), word(fields, 2), word(fields, 3));
        return switch (kind) {
            case 1 -> new Call(serial, about, parts.body(), parts.isAnswered());
            case 2 -> new Return(serial, to(fields), sender, parts.body());
            case 3 -> {
                var why = parts.body().stream().findFirst().flatMap(Datum::text).orElse("");
                yield new Failure(serial, to(fields), sender, word(fields, 4), why);
            }
            case 4 -> new Signal(serial, about, parts.body());
            default ->
                    throw new MalformedException(
                            "kind of D-Bus message from 1 to 4", String.valueOf(kind), 1);
        };
    }

    private static Map<Integer, Datum> fields(Reader reader) throws MalformedException {
        var fields = new HashMap<Integer, Datum>();
        if (reader.read("a(yv)") instanceof Datum.Row(var type, var items)) {
            for (var item : items) {
                var pair = (Datum.Group) item;
                int code = (int) pair.parts().get(0).whole().orElse(0);
                fields.put(code, pair.parts().get(1).plain());
            }
        }
        reader.align(8);
        return fields;
    }

    private static String word(Map<Integer, Datum> fields, int code) {
        var value = fields.get(code);
        return value == null ? "" : value.text().orElse("");
    }

    private static long to(Map<Integer, Datum> fields) throws MalformedException {
        var value = fields.get(5);
        if (value == null || value.whole().isEmpty()) {
            throw new MalformedException("number of the call that is answered", "none");
        }
        return value.whole().getAsLong();
    }
}

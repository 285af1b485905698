package ipvm.dbus;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads values of D-Bus; every length is checked against what is there before it is believed.
final class Reader {

    private static final int DEPTH_MAX = 32;

    private final ByteBuffer in;
    private int depth;

    Reader(Bytes source, ByteOrder order) {
        in = ByteBuffer.wrap(source.toArray()).order(order);
    }

    int at() {
        return in.position();
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    /// All values of these types, and nothing behind them.
    List<Datum> whole(String types) throws MalformedException {
        var all = new ArrayList<Datum>();
        for (var type : Types.split(types)) {
            all.add(read(type));
        }
        if (!isAtEnd()) {
            throw bad("the end of a D-Bus message", in.remaining() + " more bytes");
        }
        return all;
    }

    Datum read(String type) throws MalformedException {
        if (++depth > DEPTH_MAX) {
            throw bad("values in at most " + DEPTH_MAX + " others", "more");
        }
        align(Types.alignment(type));
        char kind = type.charAt(0);
        var read =
                switch (kind) {
                    case 'b' -> truth();
                    case 'd' -> new Datum.Real(Double.longBitsToDouble(number(8)));
                    case 's', 'o' -> new Datum.Text(kind, text(length(number(4))));
                    case 'g' -> new Datum.Text(kind, text((int) number(1)));
                    case 'v' -> any();
                    case '(' -> group(type);
                    case 'a' -> array(type.substring(1));
                    default -> new Datum.Whole(kind, whole(kind));
                };
        depth--;
        return read;
    }

    private long whole(char kind) throws MalformedException {
        int size = Writer.size(kind);
        long value = number(size);
        return switch (kind) {
            case 'n' -> (short) value;
            case 'i' -> (int) value;
            default -> value;
        };
    }

    private Datum truth() throws MalformedException {
        long value = number(4);
        if (value > 1) {
            throw bad("truth value 0 or 1", String.valueOf(value));
        }
        return Datum.of(value == 1);
    }

    /// Unsigned up to 32 bits.
    long number(int bytes) throws MalformedException {
        align(bytes);
        need(bytes);
        return switch (bytes) {
            case 1 -> in.get() & 0xffL;
            case 2 -> in.getShort() & 0xffffL;
            case 4 -> in.getInt() & 0xffff_ffffL;
            default -> in.getLong();
        };
    }

    private int length(long claimed) throws MalformedException {
        if (claimed > in.remaining()) {
            throw bad("at most " + in.remaining() + " bytes", String.valueOf(claimed));
        }
        return (int) claimed;
    }

    private String text(int bytes) throws MalformedException {
        need(bytes + 1);
        var slice = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        if (in.get() != 0) {
            throw bad("text that ends in 0", "something else");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw bad("text in UTF-8", "something else");
        }
    }

    private Datum any() throws MalformedException {
        var type = Types.one(text((int) number(1)));
        return new Datum.Any(read(type));
    }

    private Datum group(String type) throws MalformedException {
        var parts = new ArrayList<Datum>();
        for (var part : Types.split(type.substring(1, type.length() - 1))) {
            parts.add(read(part));
        }
        return new Datum.Group(parts);
    }

    private Datum array(String itemType) throws MalformedException {
        int bytes = length(number(4));
        align(Types.alignment(itemType));
        need(bytes);
        if (itemType.equals("y")) {
            var octets = new byte[bytes];
            in.get(octets);
            return Datum.of(Bytes.wrap(octets));
        }
        int end = in.position() + bytes;
        var read = itemType.startsWith("{") ? table(itemType, end) : row(itemType, end);
        if (in.position() != end) {
            throw bad("items up to byte " + end, "byte " + in.position());
        }
        return read;
    }

    private Datum row(String itemType, int end) throws MalformedException {
        var items = new ArrayList<Datum>();
        while (in.position() < end) {
            items.add(read(itemType));
        }
        return new Datum.Row(itemType, items);
    }

    private Datum table(String pair, int end) throws MalformedException {
        var valueType = pair.substring(2, pair.length() - 1);
        var values = new LinkedHashMap<String, Datum>();
        while (in.position() < end) {
            align(8);
            var key = read(pair.substring(1, 2));
            values.put(key(key), read(valueType));
        }
        return new Datum.Table(pair.charAt(1), valueType, values);
    }

    private static String key(Datum key) {
        return key.text().orElseGet(() -> String.valueOf(key.whole().orElse(0)));
    }

    void align(int to) throws MalformedException {
        int padding = Math.floorMod(-in.position(), to);
        need(padding);
        for (int i = 0; i < padding; i++) {
            if (in.get() != 0) {
                throw bad("padding of zeros", "something else");
            }
        }
    }

    private void need(int bytes) throws MalformedException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw bad(bytes + " bytes", in.remaining() + " bytes");
        }
    }

    private MalformedException bad(String what, String found) {
        return new MalformedException(what, found, in.position());
    }
}

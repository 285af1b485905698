package ipvm.dbus;

import ipvm.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Writes values as D-Bus does, little-endian, each aligned to its size.
final class Writer {

    private byte[] out = new byte[256];
    private int size;

    static Bytes write(List<Datum> values) {
        var writer = new Writer();
        values.forEach(writer::write);
        return writer.done();
    }

    Bytes done() {
        return Bytes.wrap(Arrays.copyOf(out, size));
    }

    private void put(byte[] bytes) {
        if (size + bytes.length > out.length) {
            out = Arrays.copyOf(out, 2 * (size + bytes.length));
        }
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
    }

    void align(int to) {
        put(new byte[Math.floorMod(-size, to)]);
    }

    void number(long value, int bytes) {
        align(bytes);
        put(new byte[bytes]);
        set(size - bytes, value, bytes);
    }

    private void set(int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }

    void write(Datum datum) {
        switch (datum) {
            case Datum.Whole(var kind, var value) -> number(value, size(kind));
            case Datum.Truth(var value) -> number(value ? 1 : 0, 4);
            case Datum.Real(var value) -> number(Double.doubleToRawLongBits(value), 8);
            case Datum.Text(var kind, var value) -> text(value, kind == 'g' ? 1 : 4);
            case Datum.Octets(var value) -> array(1, () -> put(value.toArray()));
            case Datum.Row(var type, var items) ->
                    array(Types.alignment(type), () -> items.forEach(this::write));
            case Datum.Table table ->
                    array(8, () -> table.values().forEach((key, value) -> pair(table, key, value)));
            case Datum.Group(var parts) -> {
                align(8);
                parts.forEach(this::write);
            }
            case Datum.Any(var value) -> {
                text(value.type(), 1);
                write(value);
            }
        }
    }

    static int size(char kind) {
        return switch (kind) {
            case 'y' -> 1;
            case 'n', 'q' -> 2;
            case 'x', 't' -> 8;
            default -> 4;
        };
    }

    private void text(String value, int lengthBytes) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length, lengthBytes);
        put(bytes);
        put(new byte[1]);
    }

    /// The length counts the items without the padding before the first.
    private void array(int alignment, Runnable items) {
        number(0, 4);
        int lengthAt = size - 4;
        align(alignment);
        int start = size;
        items.run();
        set(lengthAt, size - start, 4);
    }

    private void pair(Datum.Table table, String key, Datum value) {
        align(8);
        char kind = table.keyKind();
        write(
                "sog".indexOf(kind) >= 0
                        ? new Datum.Text(kind, key)
                        : new Datum.Whole(kind, Long.parseLong(key)));
        write(value);
    }
}

package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// BTHome version 2: measurements in the service data of an advertisement, not encrypted.
///
/// An object does not say how long it is, so what stands behind an unknown one cannot be read.
final class BtHome {

    static final String SERVICE = "0000fcd2-0000-1000-8000-00805f9b34fb";

    private static final int BYTES_MAX = 255;
    private static final int ENCRYPTED = 0x01;
    private static final int VERSION_SHIFT = 5;
    private static final int VERSION = 2;

    private final Bytes data;
    private final Map<String, Ipld> values = new LinkedHashMap<>();
    private OptionalInt packet = OptionalInt.empty();
    private OptionalLong atMillis = OptionalLong.empty();
    private int at = 1;

    /// What an advertisement said.
    ///
    /// @param packet the number that is the same for each copy of it, where it has one
    record Said(Ipld.Map value, OptionalInt packet, OptionalLong atMillis) {}

    private BtHome(Bytes data) {
        this.data = data;
    }

    static Said read(Bytes data) throws MalformedException {
        if (data.isEmpty() || data.size() > BYTES_MAX) {
            throw new MalformedException(
                    "1 to " + BYTES_MAX + " bytes of BTHome", data.size() + " bytes");
        }
        int info = data.at(0);
        if (info >> VERSION_SHIFT != VERSION) {
            throw new MalformedException(
                    "BTHome version " + VERSION, String.valueOf(info >> VERSION_SHIFT), 0);
        }
        if ((info & ENCRYPTED) != 0) {
            throw new MalformedException("BTHome that is not encrypted", "an encrypted one", 0);
        }
        return new BtHome(data).all();
    }

    private Said all() throws MalformedException {
        boolean isKnown = true;
        while (at < data.size() && isKnown) {
            int id = (int) number(1, false);
            var found = BtHomeObject.of(id);
            isKnown = found.isPresent();
            if (isKnown) {
                take(found.get());
            } else if (values.isEmpty()) {
                throw new MalformedException(
                        "BTHome object that is known", "0x" + Integer.toHexString(id), at - 1);
            }
        }
        var entries = new ArrayList<Ipld.Entry>();
        values.forEach((key, value) -> entries.add(new Ipld.Entry(key, value)));
        return new Said(new Ipld.Map(entries), packet, atMillis);
    }

    private void take(BtHomeObject object) throws MalformedException {
        switch (object.form()) {
            case PACKET -> packet = OptionalInt.of((int) number(1, false));
            case TIME -> atMillis = OptionalLong.of(1_000 * number(object.bytes(), false));
            case SKIPPED -> number(object.bytes(), false);
            case UNSIGNED -> keep(object, object.scaled(number(object.bytes(), false)));
            case SIGNED -> keep(object, object.scaled(number(object.bytes(), true)));
            case TRUTH -> keep(object, Ipld.of(truth()));
            case BUTTON -> event(object, BtHomeObject.press(number(1, false)));
            case DIMMER -> event(object, turn());
            case TEXT -> keep(object, Ipld.of(text()));
            case RAW -> keep(object, Ipld.of(counted()));
        }
    }

    /// A device may have several of a kind: the second is `temperature_2`.
    private void keep(BtHomeObject object, Ipld value) {
        var name = object.name();
        for (int count = 2; values.containsKey(name); count++) {
            name = object.name() + "_" + count;
        }
        values.put(name, value);
    }

    private void event(BtHomeObject object, Optional<Ipld> what) {
        what.ifPresent(value -> keep(object, value));
    }

    private boolean truth() throws MalformedException {
        long value = number(1, false);
        if (value > 1) {
            throw new MalformedException("0 or 1", String.valueOf(value), at - 1);
        }
        return value == 1;
    }

    private Optional<Ipld> turn() throws MalformedException {
        long direction = number(1, false);
        long steps = number(1, false);
        if (direction > 2) {
            throw new MalformedException("0, 1 or 2", String.valueOf(direction), at - 2);
        }
        return direction == 0
                ? Optional.empty()
                : Optional.of(Ipld.of(direction == 1 ? -steps : steps));
    }

    private String text() throws MalformedException {
        var bytes = counted();
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return decoder.decode(ByteBuffer.wrap(bytes.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text in UTF-8", bytes.toString(), at - bytes.size());
        }
    }

    private Bytes counted() throws MalformedException {
        int count = (int) number(1, false);
        need(count);
        at += count;
        return data.slice(at - count, at).detached();
    }

    /// Little-endian.
    private long number(int bytes, boolean isSigned) throws MalformedException {
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) data.at(at + i) << (8 * i);
        }
        at += bytes;
        int unused = Long.SIZE - 8 * bytes;
        return isSigned ? value << unused >> unused : value;
    }

    private void need(int bytes) throws MalformedException {
        if (bytes > data.size() - at) {
            throw new MalformedException(bytes + " bytes", (data.size() - at) + " bytes", at);
        }
    }
}

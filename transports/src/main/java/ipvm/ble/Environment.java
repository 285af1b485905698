package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.math.BigDecimal;
import java.util.Optional;

/// Characteristics of the Environmental Sensing service, 0x181A.
enum Environment {
    /// In degrees Celsius.
    TEMPERATURE("2a6e", "temperature", 2, 2),
    /// In per cent.
    HUMIDITY("2a6f", "humidity", 2, 2),
    /// In hectopascals, of tenths of a pascal.
    PRESSURE("2a6d", "pressure", 4, 3);

    static final String SERVICE = "0000181a-0000-1000-8000-00805f9b34fb";

    private static final long UNKNOWN = 0x8000;

    private final String uuid;
    private final String entry;
    private final int bytes;
    private final int scale;

    Environment(String number, String entry, int bytes, int scale) {
        this.uuid = "0000" + number + "-0000-1000-8000-00805f9b34fb";
        this.entry = entry;
        this.bytes = bytes;
        this.scale = scale;
    }

    static Optional<Environment> of(String uuid) {
        for (var each : values()) {
            if (each.uuid.equals(uuid)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Its entry in a reading.
    String entry() {
        return entry;
    }

    /// What a value means; only a temperature may be below 0.
    Ipld read(Bytes value) throws MalformedException {
        if (value.size() != bytes) {
            throw new MalformedException(bytes + " bytes of " + entry, value.size() + " bytes");
        }
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) value.at(i) << (8 * i);
        }
        if (this != TEMPERATURE) {
            return scaled(number);
        }
        if (number == UNKNOWN) {
            throw new MalformedException("temperature that is known", "0x8000");
        }
        return scaled((short) number);
    }

    private Ipld scaled(long number) {
        return Ipld.of(BigDecimal.valueOf(number, scale).doubleValue());
    }
}

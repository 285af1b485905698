package ipvm.ble;

import ipvm.data.Ipld;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A kind of object in BTHome: how it is called here, how it is written, what one of it means.
///
/// Names and numbers are those of bthome.io/format; where a measurement and an alarm share a name
/// there, the alarm has another here, because both become entries of one map.
///
/// @param name of the entry in a reading
/// @param bytes how many it takes
/// @param factor what one of it means
record BtHomeObject(String name, Form form, int bytes, BigDecimal factor) {

    private static final String ALL =
            """
            00 packet PACKET 1 1
            01 battery UNSIGNED 1 1
            02 temperature SIGNED 2 0.01
            03 humidity UNSIGNED 2 0.01
            04 pressure UNSIGNED 3 0.01
            05 illuminance UNSIGNED 3 0.01
            06 mass_kg UNSIGNED 2 0.01
            07 mass_lb UNSIGNED 2 0.01
            08 dew_point SIGNED 2 0.01
            09 count UNSIGNED 1 1
            0a energy UNSIGNED 3 0.001
            0b power UNSIGNED 3 0.01
            0c voltage UNSIGNED 2 0.001
            0d pm2_5 UNSIGNED 2 1
            0e pm10 UNSIGNED 2 1
            0f on TRUTH 1 1
            10 power_on TRUTH 1 1
            11 opening TRUTH 1 1
            12 co2 UNSIGNED 2 1
            13 tvoc UNSIGNED 2 1
            14 moisture UNSIGNED 2 0.01
            15 battery_low TRUTH 1 1
            16 battery_charging TRUTH 1 1
            17 carbon_monoxide TRUTH 1 1
            18 cold TRUTH 1 1
            19 connectivity TRUTH 1 1
            1a door TRUTH 1 1
            1b garage_door TRUTH 1 1
            1c gas_detected TRUTH 1 1
            1d heat TRUTH 1 1
            1e light TRUTH 1 1
            1f lock TRUTH 1 1
            20 moisture_detected TRUTH 1 1
            21 motion TRUTH 1 1
            22 moving TRUTH 1 1
            23 occupancy TRUTH 1 1
            24 plug TRUTH 1 1
            25 presence TRUTH 1 1
            26 problem TRUTH 1 1
            27 running TRUTH 1 1
            28 safety TRUTH 1 1
            29 smoke TRUTH 1 1
            2a sound TRUTH 1 1
            2b tamper TRUTH 1 1
            2c vibration TRUTH 1 1
            2d window TRUTH 1 1
            2e humidity UNSIGNED 1 1
            2f moisture UNSIGNED 1 1
            3a button BUTTON 1 1
            3c dimmer DIMMER 2 1
            3d count UNSIGNED 2 1
            3e count UNSIGNED 4 1
            3f rotation SIGNED 2 0.1
            40 distance_mm UNSIGNED 2 1
            41 distance_m UNSIGNED 2 0.1
            42 duration UNSIGNED 3 0.001
            43 current UNSIGNED 2 0.001
            44 speed UNSIGNED 2 0.01
            45 temperature SIGNED 2 0.1
            46 uv_index UNSIGNED 1 0.1
            47 volume UNSIGNED 2 0.1
            48 volume_ml UNSIGNED 2 1
            49 volume_flow_rate UNSIGNED 2 0.001
            4a voltage UNSIGNED 2 0.1
            4b gas UNSIGNED 3 0.001
            4c gas UNSIGNED 4 0.001
            4d energy UNSIGNED 4 0.001
            4e volume UNSIGNED 4 0.001
            4f water UNSIGNED 4 0.001
            50 timestamp TIME 4 1
            51 acceleration UNSIGNED 2 0.001
            52 gyroscope UNSIGNED 2 0.001
            53 text TEXT 0 1
            54 raw RAW 0 1
            55 volume_storage UNSIGNED 4 0.001
            56 conductivity UNSIGNED 2 1
            57 temperature SIGNED 1 1
            58 temperature SIGNED 1 0.35
            59 count SIGNED 1 1
            5a count SIGNED 2 1
            5b count SIGNED 4 1
            5c power SIGNED 4 0.01
            5d current SIGNED 2 0.001
            5e direction UNSIGNED 2 0.01
            5f precipitation UNSIGNED 2 0.1
            60 channel UNSIGNED 1 1
            61 rotational_speed UNSIGNED 2 1
            62 speed SIGNED 4 0.000001
            63 acceleration SIGNED 4 0.000001
            64 light_level UNSIGNED 1 1
            f0 device_type SKIPPED 2 1
            f1 firmware SKIPPED 4 1
            f2 firmware SKIPPED 3 1
            """;

    private static final Map<Integer, BtHomeObject> BY_ID = byId();

    private static final String[] PRESSES = {
        "press",
        "double_press",
        "triple_press",
        "long_press",
        "long_double_press",
        "long_triple_press"
    };

    private static final int HELD = 0x80;

    /// How an object is written.
    enum Form {
        /// The number of the advertisement.
        PACKET,
        /// Seconds since 1970.
        TIME,
        /// Something about the device, not about the world.
        SKIPPED,
        /// A number from 0.
        UNSIGNED,
        /// A number on both sides of 0.
        SIGNED,
        /// 0 or 1.
        TRUTH,
        /// What was done with a button.
        BUTTON,
        /// Which way a dimmer was turned, and how far.
        DIMMER,
        /// Counted UTF-8.
        TEXT,
        /// Counted bytes.
        RAW
    }

    static Optional<BtHomeObject> of(int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    private static Map<Integer, BtHomeObject> byId() {
        var all = new HashMap<Integer, BtHomeObject>();
        ALL.lines()
                .forEach(line -> {
                    var words = line.split(" ", -1);
                    var object =
                            new BtHomeObject(
                                    words[1],
                                    Form.valueOf(words[2]),
                                    Integer.parseInt(words[3]),
                                    new BigDecimal(words[4]));
                    all.put(Integer.parseInt(words[0], 16), object);
                });
        return all;
    }

    /// A whole number where the factor is one, else the double that is nearest.
    Ipld scaled(long number) {
        return factor.compareTo(BigDecimal.ONE) == 0
                ? Ipld.of(number)
                : Ipld.of(factor.multiply(BigDecimal.valueOf(number)).doubleValue());
    }

    /// What a button's number means; nothing for a button that nobody touched.
    static Optional<Ipld> press(long number) {
        if (number == HELD) {
            return Optional.of(Ipld.of("hold_press"));
        }
        return number >= 1 && number <= PRESSES.length
                ? Optional.of(Ipld.of(PRESSES[(int) number - 1]))
                : Optional.empty();
    }
}

package ipvm.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of bthome.io/format, and what a device may do wrong.
class BtHomeTest {

    private static Ipld read(String hex) throws MalformedException {
        return BtHome.read(Bytes.fromHex(hex)).value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    4002ca0903bf13;{"temperature":25.06,"humidity":50.55}
                    400161;{"battery":97}
                    4004138a01;{"pressure":1008.83}
                    4005138a14;{"illuminance":13460.67}
                    40065e1f;{"mass_kg":80.3}
                    40073e1d;{"mass_lb":74.86}
                    4008ca06;{"dew_point":17.38}
                    400960;{"count":96}
                    400a138a14;{"energy":1346.067}
                    400b021b00;{"power":69.14}
                    400c020c;{"voltage":3.074}
                    400d120c;{"pm2_5":3090}
                    400e021c;{"pm10":7170}
                    400f01;{"on":true}
                    4012e204;{"co2":1250}
                    40133301;{"tvoc":307}
                    4014020c;{"moisture":30.74}
                    401500;{"battery_low":false}
                    402101;{"motion":true}
                    402e23;{"humidity":35}
                    403a01;{"button":"press"}
                    403a80;{"button":"hold_press"}
                    403a00;{}
                    403c0103;{"dimmer":-3}
                    403c0203;{"dimmer":3}
                    403d0960;{"count":24585}
                    403e2a2c0960;{"count":1611213866}
                    403f020c;{"rotation":307.4}
                    40414e00;{"distance_m":7.8}
                    40424e3400;{"duration":13.39}
                    40451101;{"temperature":27.3}
                    404632;{"uv_index":5.0}
                    404c41018a01;{"gas":25821.505}
                    40530c48656c6c6f20576f726c6421;{"text":"Hello World!"}
                    4057ea;{"temperature":-22}
                    4058ea;{"temperature":-7.7}
                    405d02ea;{"current":-5.63}
                    4002ca0902c409;{"temperature":25.06,"temperature_2":25.0}
                    """)
    void readsTheExamples(String hex, String json) throws Exception {
        var limits = ipvm.data.Limits.DEFAULT;
        assertThat(read(hex)).isEqualTo(DagJson.read(Bytes.utf8(json), limits));
    }

    @Test
    void keepsTheNumberAndTheTimeApart() throws Exception {
        var said = BtHome.read(Bytes.fromHex("44000902ca09505d396164"));
        assertThat(said.value()).isEqualTo(Ipld.map("temperature", Ipld.of(25.06)));
        assertThat(said.packet()).hasValue(9);
        assertThat(said.atMillis()).hasValue(1_684_093_277_000L);
    }

    @Test
    void keepsBytesAsBytes() throws Exception {
        assertThat(read("405402beef")).isEqualTo(Ipld.map("raw", Ipld.of(Bytes.of(0xbe, 0xef))));
    }

    @Test
    void readsUpToWhatItDoesNotKnow() throws Exception {
        assertThat(read("400161ee010203")).isEqualTo(Ipld.map("battery", Ipld.of(97)));
    }

    @ParameterizedTest
    @CsvSource({
        "'',1 to 255 bytes",
        "41a47266c95f73,not encrypted",
        "2002ca09,version 2",
        "e10200,version 2",
        "4002ca,2 bytes",
        "40ee,known",
        "402102,0 or 1",
        "403c0301,'0, 1 or 2'",
        "40530548,5 bytes",
        "405301ff,UTF-8",
        "4000,1 bytes"
    })
    void refusesWhatCannotBe(String hex, String part) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(part);
    }

    @Test
    void survivesAnyBytes() {
        long seed = Long.getLong("seed", 1);
        var random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < Integer.getInteger("ipvm.fuzz.inputs", 20_000); i++) {
            var bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 0x40;
            }
            read += isRead(Bytes.wrap(bytes)) ? 1 : 0;
        }
        assertThat(read).as("seed " + seed).isPositive();
    }

    private static boolean isRead(Bytes bytes) {
        try {
            return !BtHome.read(bytes).value().entries().isEmpty();
        } catch (MalformedException expected) {
            return false;
        }
    }
}

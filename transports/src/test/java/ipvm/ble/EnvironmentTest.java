package ipvm.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static Ipld read(String number, String hex) throws MalformedException {
        return Environment.of("0000" + number + "-0000-1000-8000-00805f9b34fb")
                .orElseThrow()
                .read(Bytes.fromHex(hex));
    }

    @Test
    void readsTemperatureHumidityAndPressure() throws Exception {
        assertThat(read("2a6e", "ca09")).isEqualTo(Ipld.of(25.06));
        assertThat(read("2a6e", "0cfe")).isEqualTo(Ipld.of(-5.0));
        assertThat(read("2a6f", "bf13")).isEqualTo(Ipld.of(50.55));
        assertThat(read("2a6f", "1027")).isEqualTo(Ipld.of(100.0));
        assertThat(read("2a6d", "cd760f00")).isEqualTo(Ipld.of(1013.453));
    }

    @Test
    void refusesValuesOfAnotherSize() {
        for (var hex : new String[] {"", "ca", "ca0900"}) {
            assertThatThrownBy(() -> read("2a6e", hex)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void refusesATemperatureThatIsNotKnown() {
        assertThatThrownBy(() -> read("2a6e", "0080"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("known");
    }

    @Test
    void knowsNoOtherCharacteristic() {
        assertThat(Environment.of("00002a19-0000-1000-8000-00805f9b34fb")).isEmpty();
    }
}

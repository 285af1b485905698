package ipvm.ble;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.dbus.Datum;
import ipvm.foreign.Recorder;
import ipvm.link.Inlet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SensorsTest {

    private static final String ADDRESS = "A4:C1:38:8D:18:B2";
    private static final String OTHER = "A4:C1:38:00:00:01";

    private final Recorder ear = new Recorder();
    private final Sensors sensors = new Sensors(ear, Limits.DEFAULT);

    @BeforeEach
    void watch() {
        sensors.watch(
                List.of(
                        new Inlet("kitchen", Map.of("ble", "a4:c1:38:8d:18:b2")),
                        new Inlet("all", Map.of("ble", "FCD2")),
                        new Inlet("other", Map.of("mqtt", "x"))));
    }

    private void advertise(String address, String hex, int second) throws MalformedException {
        var data = new Datum.Any(Datum.of(Bytes.fromHex(hex)));
        var service = new Datum.Table('s', "v", Map.of(BtHome.SERVICE, data));
        sensors.advertised(address, Map.of("ServiceData", service), second);
    }

    private List<String> names() {
        return ear.readings.stream().map(read -> read.reading().inlet()).toList();
    }

    @Test
    void readsForEveryInletThatMeansTheDevice() throws Exception {
        advertise(ADDRESS, "4002ca09", 1);
        assertThat(names()).containsExactly("all", "kitchen");
        var reading = ear.readings.remove().reading();
        assertThat(reading.from()).isEqualTo("ble:" + ADDRESS);
        assertThat(reading.value()).isEqualTo(Ipld.map("temperature", Ipld.of(25.06)));
        ear.readings.clear();
        advertise(OTHER, "4002ca09", 1);
        assertThat(names()).containsExactly("all");
    }

    @Test
    void countsANumberedAdvertisementOnce() throws Exception {
        advertise(OTHER, "40000102ca09", 1);
        advertise(OTHER, "40000102ca09", 200);
        advertise(OTHER, "40000202ca09", 201);
        assertThat(names()).containsExactly("all", "all");
        assertThat(ear.readings.remove().reading().mark()).isNotEmpty();
    }

    @Test
    void countsTheSameWithoutANumberOnceInAWhile() throws Exception {
        advertise(OTHER, "4002ca09", 1);
        advertise(OTHER, "4002ca09", 2);
        assertThat(names()).hasSize(1);
        advertise(OTHER, "4002cb09", 3);
        assertThat(names()).hasSize(2);
        advertise(OTHER, "4002cb09", 40);
        assertThat(names()).hasSize(3);
    }

    @Test
    void leavesWhatIsBroken() throws Exception {
        advertise(OTHER, "4102ca09", 1);
        advertise(OTHER, "40", 1);
        sensors.advertised(OTHER, Map.of("ServiceData", Datum.of("nonsense")), 1);
        assertThat(names()).containsExactly("all");
        assertThat(ear.readings.remove().reading().value()).isEqualTo(Ipld.map());
    }

    @Test
    void visitsADeviceOfTheKindNowAndThen() throws Exception {
        sensors.watch(List.of(new Inlet("air", Map.of("ble", Environment.SERVICE))));
        var services = Datum.words(List.of(Environment.SERVICE));
        var path = "/org/bluez/hci0/dev_A4_C1_38_8D_18_B2";
        var device = new Device(path, Map.of("UUIDs", services));
        assertThat(sensors.isDue(device, 5)).isTrue();
        sensors.visiting(ADDRESS, 5);
        assertThat(sensors.isDue(device, 6)).isFalse();
        assertThat(sensors.isDue(device, 65)).isTrue();
        assertThat(sensors.isDue(new Device(path, Map.of()), 65)).isFalse();

        sensors.asked(
                ADDRESS,
                Map.of(
                        Environment.TEMPERATURE, Bytes.fromHex("ca09"),
                        Environment.HUMIDITY, Bytes.fromHex("bf")));
        assertThat(ear.readings.remove().reading().value())
                .isEqualTo(Ipld.map("temperature", Ipld.of(25.06)));
    }
}

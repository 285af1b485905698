package ipvm.ble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.foreign.Recorder;
import ipvm.key.Did;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How nodes and places are called.
class MarkTest {

    private static final Did SELF =
            new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

    @Test
    void isFoundAgainInTheNameThatIsAdvertised() {
        var mark = Mark.of(SELF);
        assertThat(mark.bytes().size()).isEqualTo(Mark.BYTES);
        assertThat(mark.name()).matches("ipvm-[0-9a-f]{8}");
        assertThat(Mark.in(mark.name())).hasValue(mark);
        assertThat(Mark.in("ipvm-ffffffff")).hasValue(new Mark(Bytes.of(255, 255, 255, 255)));
        for (var name : List.of("ipvm", "ipvm-", "ipvm-12345", "Ipvm-12345678", "ipvm-123456789")) {
            assertThat(Mark.in(name)).isEmpty();
        }
    }

    @Test
    void ordersAsItsBytes() {
        var low = new Mark(Bytes.of(0x7f, 0, 0, 0));
        var high = new Mark(Bytes.of(0x80, 0, 0, 0));
        assertThat(low).isLessThan(high);
    }

    @Test
    void findsTheAddressInAPath() {
        assertThat(Device.address("/org/bluez/hci0/dev_AA_BB_CC_00_11_22"))
                .hasValue("AA:BB:CC:00:11:22");
        assertThat(Device.path("/org/bluez/hci1", "AA:BB:CC:00:11:22"))
                .isEqualTo("/org/bluez/hci1/dev_AA_BB_CC_00_11_22");
        assertThat(Device.address("/org/bluez/hci0/dev_AA_BB_CC_00_11_22/service0001")).isEmpty();
        assertThat(Device.address("/org/bluez/hci0")).isEmpty();
    }

    @Test
    void takesAnAddressInAnyCase() throws Exception {
        var link = new BleLink();
        assertThat(link.resolved(Place.parse("ble:aa:bb:cc:00:11:22")))
                .isEqualTo(new Place("ble", "AA:BB:CC:00:11:22"));
        assertThatThrownBy(() -> link.resolved(new Place("ble", "kitchen")))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("AA:BB:CC:DD:EE:FF");
    }

    @Test
    void isOnlyThereWhereAnAdapterIsNamed() throws Exception {
        var link = new BleLink();
        assertThat(link.open(setting(Map.of()), new Recorder())).isFalse();
        assertThatThrownBy(() -> link.open(setting(Map.of("ble.adapter", "yes")), new Recorder()))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("hci0");
    }

    private static Setting setting(Map<String, String> keys) {
        return new Setting(SELF, "0.1.0", keys, List.of(), () -> Bytes.EMPTY);
    }
}

package ipvm.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final Message.About ABOUT =
            new Message.About("org.bluez", "/org/bluez/hci0", "org.bluez.Adapter1", "Remove");

    @Test
    void writesACallAsTheSpecificationDrawsIt() throws Exception {
        var about = new Message.About("a.b", "/c", "", "Do");
        var call = new Message.Call(7, about, List.of(Datum.of("hi")), false);
        var start = "6c010101" + "07000000" + "07000000" + "37000000";
        var path = "01016f00" + "02000000" + "2f6300" + "0000000000";
        var member = "03017300" + "02000000" + "446f00" + "0000000000";
        var to = "06017300" + "03000000" + "612e6200" + "00000000";
        var types = "08016700" + "0173" + "00" + "00";
        var body = "02000000" + "686900";
        assertThat(call.encode().hex()).isEqualTo(start + path + member + to + types + body);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var body =
                List.of(
                        Datum.path("/x"),
                        Datum.options("a", Datum.of(true), "b", Datum.of(Bytes.of(1, 2, 3))),
                        new Datum.Group(List.of(new Datum.Whole('y', 5), new Datum.Real(0.5))),
                        new Datum.Table('q', "v", Map.of("76", new Datum.Any(Datum.of("x")))),
                        new Datum.Row("av", List.of(row(), row())),
                        new Datum.Whole('n', -2),
                        new Datum.Whole('x', Long.MIN_VALUE),
                        new Datum.Whole('u', 0xffff_ffffL),
                        Datum.words(List.of("", "longer than eight")));
        requireSame(new Message.Call(1, ABOUT, body, true));
        requireSame(new Message.Signal(2, ABOUT, body));
        requireSame(new Message.Return(3, 9, ":1.5", body));
        requireSame(new Message.Failure(4, 9, ":1.5", "a.b.C", "it does not want to"));
    }

    /// Eight bytes behind something short, twice: the second begins elsewhere.
    private static Datum row() {
        var long8 = new Datum.Any(new Datum.Whole('t', 1));
        return new Datum.Row("v", List.of(new Datum.Any(new Datum.Whole('y', 1)), long8));
    }

    /// A message that was sent says where it goes, one that came where it is from: field 6 and 7.
    private static void requireSame(Message sent) throws MalformedException {
        var bytes = sent.encode().toArray();
        for (int i = 16; i + 3 < bytes.length; i += 8) {
            if (bytes[i] == 6 && bytes[i + 1] == 1 && bytes[i + 2] == 's') {
                bytes[i] = 7;
            }
        }
        assertThat(Message.decode(Bytes.wrap(bytes))).isEqualTo(sent);
    }

    @Test
    void readsTheOtherOrderOfBytesToo() throws Exception {
        var start = "42040101" + "00000004" + "00000009" + "00000027";
        var path = "01016f00" + "00000002" + "2f6300" + "0000000000";
        var member = "03017300" + "00000002" + "446f00" + "0000000000";
        var types = "08016700" + "0162" + "00" + "00";
        var whole = Bytes.fromHex(start + path + member + types + "00000001");
        assertThat(Message.decode(whole))
                .isEqualTo(
                        new Message.Signal(
                                9, new Message.About("", "/c", "", "Do"), List.of(Datum.of(true))));
    }

    @Test
    void refusesAMessageThatClaimsToBeHuge() throws Exception {
        var start = Bytes.fromHex("6c010001ffffff7f0100000000000000");
        assertThatThrownBy(() -> Message.length(start))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 1048576 bytes");
    }

    @Test
    void refusesAnArrayLongerThanTheMessage() {
        var reader = new Reader(Bytes.of(0xff, 0, 0, 0, 1, 2), java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> reader.read("ay"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("255");
    }

    @Test
    void refusesTypesWithoutAnEnd() {
        for (var types : List.of("a", "(", "(s", "a{s", "a{sv", "a{vs}", "()", "z", "{sv}", "ss")) {
            assertThatThrownBy(() -> Types.one(types)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> Types.split("a".repeat(40) + "y"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void survivesDamagedMessages() {
        var values = new LinkedHashMap<String, Datum>();
        values.put("UUIDs", new Datum.Any(Datum.words(List.of("a", "b"))));
        values.put("RSSI", new Datum.Any(new Datum.Whole('n', -60)));
        var inner =
                new Datum.Table(
                        's',
                        "a{sv}",
                        Map.of("org.bluez.Device1", new Datum.Table('s', "v", values)));
        var whole = new Message.Signal(5, ABOUT, List.of(Datum.path("/a/b"), inner)).encode();
        long seed = Long.getLong("seed", 1);
        var random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < Integer.getInteger("ipvm.fuzz.inputs", 20_000); i++) {
            var bytes = whole.toArray();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            read += isRead(Bytes.wrap(bytes), seed) ? 1 : 0;
        }
        assertThat(read).as("seed " + seed).isPositive();
    }

    private static boolean isRead(Bytes bytes, long seed) {
        try {
            return Message.decode(bytes) != null;
        } catch (MalformedException expected) {
            return false;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AssertionError("seed " + seed + ": " + bytes.hex(), e);
        }
    }
}

package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.foreign.Recorder;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoapLinkIT {

    private static final int FRAMES = 1_000;
    private static final int WINDOW = 16;

    private static Bytes frame(int number, Random random) {
        var bytes = new byte[4 + random.nextInt(1_021)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (number >> 8);
        bytes[1] = (byte) number;
        return Bytes.wrap(bytes);
    }

    @Test
    void carriesAThousandFramesToANeighbourAndBack() throws Exception {
        try (var a = new Board(Map.of());
                var b = new Board(Map.of())) {
            var random = new Random(1);
            var sent = new ArrayList<Bytes>();
            var back = new ArrayList<Bytes>();
            long start = System.nanoTime();
            for (int i = 0; i < FRAMES; i++) {
                sent.add(frame(i, random));
                a.link.send(b.place(), sent.get(i));
                if (i >= WINDOW) {
                    back.add(echoed(a, b));
                }
            }
            while (back.size() < FRAMES) {
                back.add(echoed(a, b));
            }
            long micros = (System.nanoTime() - start) / 1_000;
            System.out.println(FRAMES + " frames there and back in " + micros + " us");

            assertThat(back).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    private static Bytes echoed(Board a, Board b) throws InterruptedException {
        var there = Recorder.next(b.ear.frames);
        assertThat(there.from()).isEqualTo(a.place());
        b.link.send(there.from(), there.frame());
        return Recorder.next(a.ear.frames).frame();
    }

    @Test
    void speaksIpv6AndNames() throws Exception {
        try (var a = new Board(Map.of("coap.bind", "::"));
                var b = new Board(Map.of("coap.bind", "::"))) {
            for (var host : new String[] {"[::1]", "127.0.0.1", "localhost"}) {
                a.link.send(new Place("coap", host + ":" + b.port), Bytes.of(1));

                assertThat(Recorder.next(b.ear.frames).frame()).isEqualTo(Bytes.of(1));
            }
        }
    }

    @Test
    void tellsThatANameIsNobodys() throws Exception {
        try (var a = new Board(Map.of())) {
            a.link.send(new Place("coap", "nobody.invalid:1"), Bytes.of(1));

            assertThat(Recorder.next(a.ear.lost).why()).contains("nobody.invalid");
        }
    }

    @Test
    void isFoundByItsService() {
        var links = ServiceLoader.load(Link.class).stream().map(each -> each.get().name());

        assertThat(links).contains("coap");
    }

    @Test
    void staysAwayWhereThePortIsZero() throws Exception {
        try (var link = new CoapLink()) {
            assertThat(link.open(Board.setting(Map.of("coap.port", "0")), new Recorder()))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "70000", "x"})
    void refusesAPortThatIsNone(String port) {
        try (var link = new CoapLink()) {
            assertThatThrownBy(() ->
                            link.open(Board.setting(Map.of("coap.port", port)), new Recorder()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("coap.port")
                    .hasMessageContaining("'" + port + "'");
        }
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (var taken =
                        new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                var link = new CoapLink()) {
            var keys =
                    Map.of(
                            "coap.port",
                            String.valueOf(taken.getLocalPort()),
                            "coap.bind",
                            "127.0.0.1");

            assertThatThrownBy(() -> link.open(Board.setting(keys), new Recorder()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void seesThatAnotherNodeHasThePortAlthoughBothShareGroups() throws Exception {
        try (var first = new Board(Map.of("coap.bind", "::"));
                var second = new CoapLink()) {
            var keys = Map.of("coap.port", String.valueOf(first.port), "coap.bind", "::");

            assertThatThrownBy(() -> second.open(Board.setting(keys), new Recorder()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void saysWhichAddressIsNotOfThisMachine() {
        try (var link = new CoapLink()) {
            var keys = Map.of("coap.port", "any", "coap.bind", "192.0.2.1");

            assertThatThrownBy(() -> link.open(Board.setting(keys), new Recorder()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("coap.bind");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        var before = threads();
        for (int i = 0; i < 3; i++) {
            try (var a = new Board(Map.of());
                    var b = new Board(Map.of())) {
                a.link.send(b.place(), Bytes.of(1));
                Recorder.next(b.ear.frames);
                a.link.look();
            }
        }

        for (int tries = 0; tries < 100 && !before.containsAll(threads()); tries++) {
            Thread.sleep(50);
        }
        assertThat(before).containsAll(threads());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("junit"))
                .collect(Collectors.toSet());
    }

    @Test
    void observesADeviceAndReadsWhatItTells() throws Exception {
        try (var device = new Board(Map.of("out.thermo.unit", "Cel"))) {
            device.link.show("thermo", Ipld.of(20));
            var inlet = new Inlet("kitchen", Map.of("observe", device.uri("/out/thermo")));
            try (var node = new Board(Map.of(), inlet)) {
                assertThat(Recorder.next(node.ear.readings).reading().value())
                        .isEqualTo(Ipld.of(20));
                for (int i = 21; i < 30; i++) {
                    device.link.show("thermo", Ipld.of(i));
                    var reading = Recorder.next(node.ear.readings).reading();

                    assertThat(reading.value()).isEqualTo(Ipld.of(i));
                    assertThat(reading.inlet()).isEqualTo("kitchen");
                    assertThat(reading.from()).isEqualTo(device.uri("/out/thermo"));
                }
            }
        }
    }

    @Test
    void observesADeviceAgainThatWasAway() throws Exception {
        var device = new Board(Map.of());
        int port = device.port;
        device.link.show("thermo", Ipld.of(1));
        var inlet = new Inlet("kitchen", Map.of("observe", device.uri("/out/thermo")));
        device.close();
        try (var node = new Board(Map.of(), inlet);
                var again = new Board(Map.of("coap.port", String.valueOf(port)))) {
            again.link.show("thermo", Ipld.of(2));

            assertThat(Recorder.next(node.ear.readings).reading().value()).isEqualTo(Ipld.of(2));
        }
    }

    /// A flood of what is no CoAP, no frame and no end.
    @Test
    void outlivesJunk() throws Exception {
        try (var a = new Board(Map.of());
                var b = new Board(Map.of());
                var socket = new DatagramSocket()) {
            var random = new Random(7);
            var counts = new HashMap<Integer, Integer>();
            for (int i = 0; i < 20_000; i++) {
                var bytes = new byte[random.nextInt(64)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && i % 2 == 0) {
                    bytes[0] = (byte) (0x40 | (bytes[0] & 0x38));
                }
                counts.merge(bytes.length, 1, Integer::sum);
                socket.send(
                        new DatagramPacket(
                                bytes, bytes.length, InetAddress.getLoopbackAddress(), b.port));
            }
            assertThat(counts).hasSizeGreaterThan(60);

            Bytes heard = Bytes.EMPTY;
            for (int tries = 0; heard.isEmpty() && tries < 20; tries++) {
                a.link.send(b.place(), Bytes.of(42));
                var next = b.ear.frames.poll(1, TimeUnit.SECONDS);
                heard = next == null ? heard : next.frame();
            }
            assertThat(heard).isEqualTo(Bytes.of(42));
        }
    }
}

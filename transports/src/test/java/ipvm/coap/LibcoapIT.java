package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.foreign.Program;
import ipvm.foreign.Recorder;
import ipvm.link.Inlet;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// libcoap's client and server against ours.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LibcoapIT {

    private static final Inlet KITCHEN = new Inlet("kitchen", Map.of("coap", "true"));

    private static String client = "";

    @TempDir Path folder;

    @BeforeAll
    static void find() {
        client = Program.find("coap-client-notls", "coap-client", "coap-client-openssl");
    }

    private static Program.Ended ask(String... words) throws Exception {
        var all = Stream.concat(Stream.of("-v", "6", "-B", "20"), Arrays.stream(words));
        return Program.run(client, all.toArray(String[]::new));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("body"), content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put  | 50  | {\"temperature\":21.5}                  | map",
                "post | 50  | {\"temperature\":21.5}                  | map",
                "put  | 0   | 21.5                                    | float",
                "put  | 110 | [{\"n\":\"temperature\",\"v\":21.5}]    | map",
            })
    void takesAReading(String method, String format, String body, String kind) throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            var file = file(body).toString();
            var said = ask("-m", method, "-t", format, "-f", file, board.uri("/in/kitchen"));

            var reading = Recorder.next(board.ear.readings).reading();
            assertThat(said.said()).contains("2.04");
            assertThat(reading.inlet()).isEqualTo("kitchen");
            assertThat(reading.from()).startsWith("coap://127.0.0.1:");
            assertThat(reading.value().kind()).isEqualTo(kind);
            assertThat(reading.mark()).isNotEmpty();
        }
    }

    @Test
    void acknowledgesOnlyWhatWasTaken() throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            board.ear.verdict = answer -> answer.busy("the store is full");
            assertThat(putOne(board)).contains("5.03").contains("the store is full");
            board.ear.verdict = answer -> answer.excess("too many", 1_500);
            assertThat(putOne(board)).contains("4.29").contains("too many");
            board.ear.verdict = answer -> answer.refused("no such thing");
            assertThat(putOne(board)).contains("4.00").contains("no such thing");
        }
    }

    private String putOne(Board board) throws Exception {
        return ask("-m", "put", "-t", "50", "-e", "1", board.uri("/in/kitchen")).said();
    }

    /// The client asks again after two seconds; it is one reading, and one answer comes.
    @Test
    void readsACopyOnce() throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            board.ear.isSilent = true;
            try (var asking =
                    Program.start(
                            client,
                            "-v",
                            "7",
                            "-B",
                            "20",
                            "-m",
                            "put",
                            "-t",
                            "50",
                            "-e",
                            "1",
                            board.uri("/in/kitchen"))) {
                var read = Recorder.next(board.ear.readings);
                asking.awaitLine("retransmission #1");
                asking.awaitLine("retransmission #2");
                read.answer().taken();
                asking.awaitLine("2.04");
            }

            assertThat(board.ear.readings).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/in/kitchen, put, 50, {, 4.00",
        "/in/kitchen, put, 60, x, 4.00",
        "/in/kitchen, put, 110, 1, 4.00",
        "/in/kitchen, put, 41, x, 4.15",
        "/in/nowhere, put, 50, 1, 4.04",
        "/in/kitchen, delete, 50, 1, 4.05",
        "/in/kitchen, get, 50, 1, 4.04",
    })
    void refusesWhatIsNoReading(String path, String method, String type, String body, String code)
            throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            var said = ask("-m", method, "-t", type, "-e", body, board.uri(path));

            assertThat(said.said()).contains(code);
            assertThat(board.ear.readings).isEmpty();
        }
    }

    @Test
    void opensAndClosesInletsWithoutARestart() throws Exception {
        try (var board = new Board(Map.of())) {
            var words = new String[] {"-m", "put", "-t", "50", "-e", "1", board.uri("/in/kitchen")};

            assertThat(ask(words).said()).contains("4.04");
            board.link.watch(List.of(KITCHEN));
            assertThat(ask(words).said()).contains("2.04");
            board.link.watch(List.of());
            assertThat(ask(words).said()).contains("4.04");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50  | {\"rpm\":900}",
                "0   | {\"rpm\":900}",
                "110 | [{\"bn\":\"fan/\",\"n\":\"rpm\",\"u\":\"1/min\",\"v\":900}]",
            })
    void showsAnOutletInTheFormThatIsAskedFor(String accept, String text) throws Exception {
        try (var board = new Board(Map.of("out.fan.unit", "1/min"))) {
            board.link.show("fan", Ipld.map("rpm", Ipld.of(900)));

            assertThat(ask("-A", accept, board.uri("/out/fan")).said()).contains(text);
            assertThat(ask("-A", "41", board.uri("/out/fan")).said()).contains("4.06");
        }
    }

    @Test
    void tellsAnObserverOfEachResult() throws Exception {
        try (var board = new Board(Map.of())) {
            board.link.show("fan", Ipld.of(100));
            try (var observer =
                    Program.start(client, "-v", "6", "-w", "-s", "30", board.uri("/out/fan"))) {
                observer.awaitLine("100");
                for (int i = 101; i <= 112; i++) {
                    board.link.show("fan", Ipld.of(i));
                    var line = observer.awaitLine("'" + i + "'");
                    assertThat(line).isNotEmpty();
                }
            }
        }
    }

    @Test
    void asksEveryFifthTimeWhetherTheObserverIsStillThere() throws Exception {
        try (var board = new Board(Map.of())) {
            board.link.show("fan", Ipld.of(100));
            try (var observer =
                    Program.start(client, "-v", "7", "-w", "-s", "30", board.uri("/out/fan"))) {
                observer.awaitLine("'100'");
                var types = new ArrayList<String>();
                for (int i = 101; i <= 112; i++) {
                    board.link.show("fan", Ipld.of(i));
                    types.add(
                            observer.awaitLine("'" + i + "'")
                                    .replaceFirst(".*v:1 t:(\\w+).*", "$1"));
                }

                assertThat(types).contains("NON", "CON");
                assertThat(types.indexOf("CON")).isLessThanOrEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1_024})
    void goesBlockByBlockBothWays(int block) throws Exception {
        var text = "0123456789abcdef".repeat(480);
        try (var board = new Board(Map.of(), KITCHEN)) {
            var file = file('"' + text + '"').toString();
            var size = String.valueOf(block);
            var said =
                    ask("-b", size, "-m", "put", "-t", "50", "-f", file, board.uri("/in/kitchen"));
            assertThat(said.said()).contains("2.04");
            assertThat(Recorder.next(board.ear.readings).reading().value())
                    .isEqualTo(Ipld.of(text));

            var got = folder.resolve("got");
            board.link.show("long", Ipld.of(text + text));
            ask("-b", size, "-A", "0", "-o", got.toString(), board.uri("/out/long"));
            assertThat(got).hasContent(text + text);
        }
    }

    @Test
    void completesAReadingAlthoughAQuarterOfItIsLost() throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            var text = "0123456789abcdef".repeat(250);
            var file = file('"' + text + '"').toString();
            var said =
                    Program.run(
                            client,
                            "-l",
                            "25%",
                            "-B",
                            "90",
                            "-b",
                            "512",
                            "-m",
                            "put",
                            "-t",
                            "50",
                            "-f",
                            file,
                            board.uri("/in/kitchen"));

            assertThat(said.code()).isZero();
            assertThat(Recorder.next(board.ear.readings).reading().value())
                    .isEqualTo(Ipld.of(text));
            assertThat(board.ear.readings).isEmpty();
        }
    }

    @Test
    void tellsWhoIsHereAndWhatThereIs() throws Exception {
        try (var board = new Board(Map.of(), KITCHEN)) {
            board.link.show("fan", Ipld.of(1));

            assertThat(ask(board.uri("/ipvm")).said())
                    .contains("\"did\":\"" + Board.SELF)
                    .contains("\"links\":[\"coap\"]");
            assertThat(ask(board.uri("/.well-known/core")).said())
                    .contains("</in/kitchen>", "</out/fan>", "</ipvm/f>", "</ipvm>", ";obs");
            assertThat(ask(board.uri("/.well-known/core?rt=ipvm.inlet")).said())
                    .contains("</in/kitchen>")
                    .doesNotContain("</ipvm>");
        }
    }

    @Test
    void answersAPostedFrameWithTheFrameThatFollows() throws Exception {
        try (var board = new Board(Map.of())) {
            var out = folder.resolve("answer");
            var words =
                    new String[] {
                        "-v",
                        "6",
                        "-B",
                        "20",
                        "-m",
                        "post",
                        "-t",
                        "60",
                        "-f",
                        file("ask").toString(),
                        "-o",
                        out.toString(),
                        board.uri("/ipvm/f")
                    };
            try (var asking = Program.start(client, words)) {
                var heard = Recorder.next(board.ear.frames);
                assertThat(heard.frame()).isEqualTo(Bytes.utf8("ask"));
                board.link.send(heard.from(), Bytes.utf8("answer"));
                asking.awaitLine("2.04");
            }
            assertThat(out).hasContent("answer");
            try (var asking = Program.start(client, words)) {
                var heard = Recorder.next(board.ear.frames);
                board.link.send(heard.from(), Bytes.fromHex("8401030364353030" + "30"));
                asking.awaitLine("5.03");
            }
            assertThat(ask("-m", "post", "-t", "60", "-e", "x", board.uri("/ipvm/f")).said())
                    .contains("2.04");
        }
    }

    @Test
    void takesAFrameBlockByBlockUpToItsLimit() throws Exception {
        try (var board = new Board(Map.of())) {
            var frame = "x".repeat(16_384);
            ask("-m", "post", "-t", "60", "-f", file(frame).toString(), board.uri("/ipvm/f"));
            assertThat(Recorder.next(board.ear.frames).frame()).isEqualTo(Bytes.utf8(frame));

            var more = file(frame + "x").toString();
            assertThat(ask("-m", "post", "-t", "60", "-f", more, board.uri("/ipvm/f")).said())
                    .contains("4.13");
            assertThat(board.ear.frames).isEmpty();
        }
    }

    @Test
    void observesAServerOfTheirs() throws Exception {
        var server = Program.find("coap-server-notls", "coap-server", "coap-server-openssl");
        int port;
        try (var free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        var clock = new Inlet("clock", Map.of("observe", "coap://127.0.0.1:" + port + "/time"));
        try (var running = Program.start(server, "-p", String.valueOf(port));
                var board = new Board(Map.of(), clock)) {
            var first = Recorder.next(board.ear.readings).reading();
            var values = new HashSet<Ipld>();
            while (values.size() < 3) {
                values.add(Recorder.next(board.ear.readings).reading().value());
            }

            assertThat(running).isNotNull();
            assertThat(first.inlet()).isEqualTo("clock");
            assertThat(values).allMatch(value -> value instanceof Ipld.Text);
        }
    }
}

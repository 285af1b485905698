package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {

    private static final String CHUNKED = "transfer-encoding: chunked\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void readsABodyOfAnyFraming() throws Exception {
        var framings =
                List.of(
                        OK + "Content-Length: 5\r\n\r\nhello and more",
                        OK + "\r\nhello",
                        OK
                                + CHUNKED.replace("ch", "Ch")
                                + "2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nx: y\r\n\r\n",
                        "HTTP/1.0 200\nConnection: close\n\nhello",
                        CONTINUE
                                + "HTTP/1.1 103 x\r\nlink: y\r\n\r\n"
                                + OK
                                + "content-length: 5\r\n\r\nhello");
        for (var framing : framings) {
            assertThat(read(framing).body()).as(framing).isEqualTo(Bytes.utf8("hello"));
        }
        for (var none : List.of("204 No", "304 Not")) {
            assertThat(read("HTTP/1.1 " + none + "\r\ncontent-length: 9\r\n\r\n").body())
                    .isEqualTo(Bytes.EMPTY);
        }
    }

    @Test
    void joinsHeadersOfOneName() throws Exception {
        var answer = read(OK + "A: 1\r\na:2 \r\nSet-Cookie: x, y\r\nset-cookie: z\r\n\r\n");

        assertThat(answer.headers())
                .containsOnlyKeys("a", "set-cookie")
                .containsEntry("a", "1, 2")
                .containsEntry("set-cookie", "x, y\nz");
    }

    @Test
    void isTextOnlyIfItSaysSoAndIs() throws Exception {
        var text = Ipld.of("ü");
        var bytes = Ipld.of(Bytes.utf8("ü"));
        for (var type :
                List.of(
                        "text/plain",
                        "Text/HTML; Charset=\"UTF-8\"",
                        "application/json",
                        "application/senml+json;x=y")) {
            assertThat(body(type, "ü".getBytes(StandardCharsets.UTF_8))).as(type).isEqualTo(text);
        }
        for (var type : List.of("image/png", "text/plain; charset=iso-8859-1", "json", "")) {
            assertThat(body(type, "ü".getBytes(StandardCharsets.UTF_8))).as(type).isEqualTo(bytes);
        }
        assertThat(body("text/plain", new byte[] {-1})).isEqualTo(Ipld.of(Bytes.of(255)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n",
                OK,
                OK + "a: b\r\n",
                OK + "a b\r\n\r\n",
                OK + "a : b\r\n\r\n",
                OK + ": b\r\n\r\n",
                OK + " folded\r\n\r\n",
                OK + "a: b\rc\r\n\r\n",
                OK + "a: \0\r\n\r\n",
                OK + "content-length: 5\r\n\r\nhell",
                OK + "content-length: -5\r\n\r\nhello",
                OK + "content-length: 5\r\ncontent-length: 6\r\n\r\nhello",
                OK + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                OK + "transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                OK + CHUNKED,
                OK + CHUNKED + "x\r\n",
                OK + CHUNKED + "5\r\nhel",
                OK + CHUNKED + "2\r\nhello\r\n0\r\n\r\n",
                OK + CHUNKED + "5\r\nhello\r\n0\r\n",
                OK + CHUNKED + "-1\r\n",
            })
    void refusesWhatIsNoWholeAnswer(String text) {
        assertFault(bytes(text), "BadAnswer");
    }

    @Test
    void neverTakesAPartForTheWhole() throws Exception {
        var whole = bytes(OK + "a: b\r\n" + CHUNKED + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        for (int size = 0; size < whole.length; size++) {
            assertFault(Arrays.copyOf(whole, size), "BadAnswer");
        }
        assertThat(reader(new ByteArrayInputStream(whole)).answer().body())
                .isEqualTo(Bytes.utf8("abcde"));
    }

    @Test
    void saysWhichStatusCameBeforeTheFault() {
        assertThatThrownBy(() -> read("HTTP/1.1 201 Made\r\ncontent-length: 5\r\n\r\n"))
                .hasMessageEndingWith("; its status was 201");
    }

    @Test
    void stopsReadingAtItsLimits() throws Exception {
        var limits = Limits.DEFAULT;
        var endless =
                List.of(
                        new Endless("", "x"),
                        new Endless(OK, "a: b\r\n"),
                        new Endless(OK + "a: ", "b"),
                        new Endless("", CONTINUE),
                        new Endless(OK + "\r\n", "x"),
                        new Endless(OK + "content-length: 99999999999\r\n\r\n", "x"),
                        new Endless(OK + CHUNKED, "1\r\nx\r\n"),
                        new Endless(OK + CHUNKED + "fffffff\r\n", "x"),
                        new Endless(OK + CHUNKED + "1;", "x"),
                        new Endless(OK + CHUNKED + "0\r\n", "a: b\r\n"));
        for (var in : endless) {
            assertThatThrownBy(() -> reader(in).answer())
                    .isInstanceOfSatisfying(
                            HttpFault.class,
                            fault -> assertThat(fault.name()).isEqualTo("TooLarge"));
            assertThat(in.read).isLessThan(limits.headBytesMax() + 8L * limits.bodyBytesMax());
        }
    }

    @Test
    void readsMutatedAnswersWithoutAnyOtherFault() throws Exception {
        var whole = bytes(OK + "content-type: text/plain\r\n" + CHUNKED + "3\r\nabc\r\n0\r\n\r\n");
        Seeds.forEach(
                5_000,
                random -> {
                    var mutated = whole.clone();
                    for (int i = 0; i <= random.nextInt(4); i++) {
                        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                    }
                    try {
                        assertThat(reader(new ByteArrayInputStream(mutated)).answer().value())
                                .isNotNull();
                    } catch (HttpFault fault) {
                        assertThat(fault.name()).isIn("BadAnswer", "TooLarge");
                    }
                });
    }

    private static Ipld body(String type, byte[] body) throws Exception {
        var head = bytes(OK + "content-type: " + type + "\r\n\r\n");
        var in =
                new SequenceInputStream(
                        new ByteArrayInputStream(head), new ByteArrayInputStream(body));
        var value = (Ipld.Map) reader(in).answer().value();
        return value.find("body").orElseThrow();
    }

    private static HttpAnswer read(String text) throws IOException, HttpFault {
        return reader(new ByteArrayInputStream(bytes(text))).answer();
    }

    private static HttpReader reader(InputStream in) {
        return new HttpReader(in, Limits.DEFAULT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertFault(byte[] answer, String name) {
        assertThatThrownBy(() -> reader(new ByteArrayInputStream(answer)).answer())
                .isInstanceOfSatisfying(
                        HttpFault.class, fault -> assertThat(fault.name()).isEqualTo(name));
    }

    /// A beginning and then the same for ever, counted.
    private static final class Endless extends InputStream {

        private final byte[] first;
        private final byte[] again;
        long read;

        Endless(String first, String again) {
            this.first = bytes(first);
            this.again = bytes(again);
        }

        @Override
        public int read() {
            long at = read++;
            return at < first.length
                    ? first[(int) at]
                    : again[(int) ((at - first.length) % again.length)];
        }

        @Override
        public int read(byte[] target, int from, int count) {
            for (int i = 0; i < count; i++) {
                target[from + i] = (byte) read();
            }
            return count;
        }
    }
}

package ipvm.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final Address FROM = new Address(Bytes.of(1, 2, 3, 4, 5, 6, 7, 8));
    private static final Address TO = new Address(Bytes.of(8, 7, 6, 5, 4, 3, 2, 1));
    private static final Bytes DIGEST = Bytes.of(0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8);
    private static final Cid BLOCK = Cid.of(Codec.RAW, Bytes.utf8("ipvm"));

    /// The messages that docs/wire.md shows, by what it calls them.
    private static Map<String, Message> shown() {
        var shown = new LinkedHashMap<String, Message>();
        shown.put(
                "HELLO",
                new Message.Hello(
                        FROM,
                        7,
                        20,
                        Message.Load.UNKNOWN,
                        List.of(new Message.Heard(TO.brief(), 0xffff)),
                        List.of(new Message.Role(TO, 3, 1, 250))));
        shown.put("first DATA", new Message.Data(5, 0, Optional.of(head()), Bytes.utf8("ipvm")));
        shown.put("later DATA", new Message.Data(5, 900, Optional.empty(), Bytes.utf8("ipvm")));
        shown.put("ACK", new Message.Ack(5, 900, List.of(new Message.Stretch(1_800, 2_700))));
        shown.put("SAFE", new Message.Safe(5, DIGEST));
        shown.put("BUSY", new Message.Busy(5, 10));
        shown.put("WANT", new Message.Want(BLOCK));
        shown.put("HAVE", new Message.Have(BLOCK, 4));
        shown.put("PING", new Message.Ping(6));
        shown.put("REFUSE", new Message.Refuse(0, "what"));
        return shown;
    }

    private static Message.Head head() {
        var to = Bytes.concat(Bytes.of(0), TO.bytes());
        return new Message.Head(DIGEST, 904, 2, to, FROM, 0, 0, 0, 86_400, 1, 1);
    }

    @Test
    void isWrittenAsTheDescriptionOfTheWireShows() throws Exception {
        var root = Path.of(System.getProperty("ipvm.root", ".."));
        var text = Files.readString(root.resolve("docs/wire.md"));
        for (var entry : shown().entrySet()) {
            var row = "| " + entry.getKey() + " | `" + entry.getValue().encode().hex() + "` |";
            assertThat(text).contains(row);
        }
    }

    @Test
    void isReadBackAsItWasWritten() throws Exception {
        for (var message : shown().values()) {
            assertThat(Message.decode(message.encode())).contains(message);
        }
    }

    @Test
    void nothingButMalformedComesOfChangedMessages() throws Exception {
        var corpus = shown().values().stream().map(Message::encode).toList();
        Fuzz.run("messages", corpus, Message::decode);
    }

    @Test
    void anUnknownKindIsNothing() throws Exception {
        assertThat(Message.decode(Bytes.of(99, 1, 2, 3))).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        refuses(Bytes.of(), "kind of a message");
        refuses(Bytes.of(11, 0, 0), "number of a ping");
        refuses(Bytes.of(11, 0, 0, 0, 0, 9), "end of message");
        refuses(Bytes.of(5, 0, 1, 1), "piece of a parcel");
        refuses(Bytes.of(6, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f), "what has arrived");
    }

    private static void refuses(Bytes source, String what) {
        assertThatThrownBy(() -> Message.decode(source))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(what);
    }
}

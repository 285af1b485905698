package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.EffectProvider;
import ipvm.foreign.Program;
import ipvm.foreign.Recorder;
import ipvm.foreign.Tasks;
import ipvm.link.Inlet;
import java.net.DatagramSocket;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoapProviderIT {

    private final CoapProvider provider = new CoapProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    private Answer perform(long millis, String command, Object... keysAndValues) throws Exception {
        return provider.perform(Tasks.ask(millis, command, keysAndValues), Tasks.around(Map.of()));
    }

    private static Ipld field(Answer answer, String key) {
        var value = (Ipld.Map) ((Answer.Done) answer).value();
        return value.find(key).orElseThrow();
    }

    @Test
    void isFoundByItsService() {
        assertThat(
                        ServiceLoader.load(EffectProvider.class).stream()
                                .map(each -> each.type().getSimpleName()))
                .contains("CoapProvider");
    }

    @Test
    void readsAndChangesADevice() throws Exception {
        var fan = new Inlet("fan", Map.of("coap", "true"));
        try (var device = new Board(Map.of(), fan)) {
            var url = Ipld.of(device.uri("/in/fan"));
            var put =
                    perform(10_000, "/coap/put", "url", url, "body", Ipld.map("on", Ipld.of(true)));
            assertThat(field(put, "code")).isEqualTo(Ipld.of("2.04"));
            assertThat(((Answer.Done) put).evidence()).isEqualTo(Ipld.map("code", Ipld.of("2.04")));
            assertThat(Recorder.next(device.ear.readings).reading().value())
                    .isEqualTo(Ipld.map("on", Ipld.of(true)));

            var get = perform(10_000, "/coap/get", "url", url);
            assertThat(field(get, "body")).isEqualTo(Ipld.of("{\"on\":true}"));
            assertThat(field(get, "format")).isEqualTo(Ipld.of(50));
            var cbor = perform(10_000, "/coap/get", "url", url, "accept", Ipld.of(60));
            assertThat(field(cbor, "body")).isEqualTo(Ipld.of(Bytes.fromHex("a1626f6ef5")));
            var none = perform(10_000, "/coap/get", "url", Ipld.of(device.uri("/nothing")));
            assertThat(field(none, "code")).isEqualTo(Ipld.of("4.04"));
        }
    }

    @Test
    void asksAServerOfTheirs() throws Exception {
        var server = Program.find("coap-server-notls", "coap-server", "coap-server-openssl");
        int port;
        try (var free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        try (var running = Program.start(server, "-p", String.valueOf(port))) {
            assertThat(running).isNotNull();
            var url = "coap://127.0.0.1:" + port;
            var got = perform(20_000, "/coap/get", "url", Ipld.of(url + "/time"));
            assertThat(field(got, "code")).isEqualTo(Ipld.of("2.05"));
            var put = Ipld.of(url + "/example_data");
            var changed = perform(20_000, "/coap/put", "url", put, "body", Ipld.of("new"));
            assertThat(field(changed, "code").toString()).contains("2.0");
            assertThat(field(perform(20_000, "/coap/get", "url", put), "body"))
                    .isEqualTo(Ipld.of(Bytes.utf8("new")));
        }
    }

    /// Whether it was done, nobody can say: the answer may have been lost.
    @Test
    void saysThatNobodyKnowsWhereADeviceIsSilent() throws Exception {
        try (var mute = new DatagramSocket(0)) {
            var url = Ipld.of("coap://127.0.0.1:" + mute.getLocalPort() + "/x");

            assertThat(perform(500, "/coap/post", "url", url, "body", Ipld.of(1)))
                    .isInstanceOf(Answer.Unknown.class);
            assertThat(perform(500, "/coap/get", "url", url)).isInstanceOf(Answer.Failed.class);
        }
    }

    @Test
    void saysThatNothingWasSentToWhomNobodyKnows() throws Exception {
        var url = Ipld.of("coap://nobody.invalid/x");

        assertThat(perform(20_000, "/coap/put", "url", url, "body", Ipld.of(1)))
                .isInstanceOf(Answer.NotFired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/", "coaps://a/", "x", ""})
    void refusesAUrlThatIsNone(String url) throws Exception {
        var answer = (Answer.Failed) perform(1_000, "/coap/get", "url", Ipld.of(url));

        assertThat(answer.name()).isEqualTo("BadArgument");
        assertThat(answer.message()).contains("'" + url + "'");
    }
}

package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import ipvm.ucan.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The web effects against a server that the JDK brings.
@Timeout(60)
class HttpIT {

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final HttpProvider http = new HttpProvider();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final String base;

    HttpIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @BeforeEach
    void serve() {
        world.privateAddresses = true;
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// `/echo` says what came; `/to/STATUS?URL` redirects; anything else is not there.
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (path.startsWith("/to/")) {
                exchange.getResponseHeaders()
                        .set("Location", exchange.getRequestURI().getRawQuery());
                exchange.sendResponseHeaders(Integer.parseInt(path.substring(4)), -1);
                return;
            }
            var type = exchange.getRequestHeaders().getFirst("Content-Type");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(path.equals("/echo") ? 200 : 404, 0);
            var told =
                    String.join(
                            "|",
                            exchange.getRequestMethod(),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Host")),
                            String.valueOf(key),
                            String.valueOf(type),
                            String.valueOf(exchange.getRequestHeaders().getFirst("X-Secret")),
                            new String(body, StandardCharsets.UTF_8));
            exchange.getResponseBody().write(told.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void getsAValueWithItsEvidence() throws Exception {
        var headers = Ipld.map("X-Secret", Ipld.of("s"));
        var done =
                (Answer.Done)
                        perform("/http/get", "url", Ipld.of(base + "/echo"), "headers", headers);

        var body = "GET|" + base.substring(7) + "|null|null|s|";
        var value = (Ipld.Map) done.value();
        assertThat(value.find("status")).contains(Ipld.of(200));
        assertThat(value.find("body")).contains(Ipld.of(body));
        var told = (Ipld.Map) value.find("headers").orElseThrow();
        assertThat(told.find("content-type")).contains(Ipld.of("text/plain"));
        assertThat(done.evidence())
                .isEqualTo(
                        Ipld.map(
                                "status", Ipld.of(200),
                                "body", Ipld.of(Cid.of(Codec.RAW, Bytes.utf8(body)))));
    }

    @Test
    void postsAndPutsUnderTheKeyOfItsIntent() throws Exception {
        var ask =
                Asks.of(
                        "/http/post",
                        "url",
                        Ipld.of(base + "/echo"),
                        "body",
                        Ipld.map("a", Ipld.of(1)));
        var host = base.substring(7);

        assertThat(body(http.perform(ask, world.around())))
                .isEqualTo(
                        "POST|" + host + "|" + ask.intent() + "|application/json|null|{\"a\":1}");
        assertThat(body(put(base + "/echo")))
                .isEqualTo(
                        "PUT|" + host + "|" + ask.intent() + "|text/plain; charset=utf-8|null|x");
    }

    @Test
    void takesAStatusOfFourHundredForAnAnswer() throws Exception {
        assertThat(status(get(base + "/none"))).isEqualTo(404);
        assertThat(status(put(base + "/none"))).isEqualTo(404);
    }

    @Test
    void followsFiveRedirectsOfAGetAndNoSixth() throws Exception {
        var url = base + "/echo";
        for (int i = 0; i < 5; i++) {
            url = base + "/to/302?" + url;
        }
        assertThat(status(get(url))).isEqualTo(200);
        assertThat(seen).hasSize(6);

        assertThat(((Answer.Failed) get(base + "/to/301?" + url)).name()).isEqualTo("BadAnswer");
        server.createContext(
                "/loop",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/loop");
                    exchange.sendResponseHeaders(303, -1);
                    exchange.close();
                });
        assertThat(((Answer.Failed) get(base + "/loop")).message())
                .isEqualTo("an answer after 5 redirects: found one more");
        assertThat(status(put(base + "/to/308?/loop"))).isEqualTo(303);
    }

    @Test
    void followsARedirectOfACommandOnlyWhereItsOriginAsksForTheSame() throws Exception {
        assertThat(status(put(base + "/to/307?/echo"))).isEqualTo(200);
        assertThat(seen).containsExactly("PUT /to/307?/echo", "PUT /echo");
        seen.clear();

        assertThat(status(put(base + "/to/302?/echo"))).isEqualTo(302);
        var other = base.replace("127.0.0.1", "localhost") + "/echo";
        assertThat(status(put(base + "/to/308?" + other))).isEqualTo(308);
        assertThat(seen).hasSize(2);
    }

    @Test
    void tellsAnotherOriginNoSecret() throws Exception {
        var other = base.replace("127.0.0.1", "localhost") + "/echo";
        var headers = Ipld.map("X-Secret", Ipld.of("s"));
        var url = Ipld.of(base + "/to/302?" + other);

        assertThat(body(perform("/http/get", "url", url, "headers", headers)))
                .isEqualTo("GET|" + other.substring(7, other.length() - 5) + "|null|null|null|");
    }

    @Test
    void followsNoRedirectOutOfItsGrantNorIntoAPrivateNetwork() throws Exception {
        world.privateAddresses = false;
        var lan = base.replace("127.0.0.1", "printer.lan");
        var named = "[\"like\", \".url\", \"" + base + "/*\"]";
        var wide = "[[\"or\", [" + named + ", [\"like\", \".url\", \"http*.lan*\"]]]]";
        var lookedUp = new ArrayList<String>();
        var resolving = new HttpProvider(new Dialer(host -> local(host, lookedUp), HttpIT::noTls));

        assertThat(perform(resolving, "[" + named + "]", base + "/echo"))
                .isInstanceOf(Answer.Done.class);
        assertThat(perform(resolving, "[" + named + "]", base + "/to/302?" + lan + "/echo"))
                .isEqualTo(Answer.failed("Forbidden", "the grant does not allow " + lan + "/echo"));
        assertThat(lookedUp).doesNotContain("printer.lan");
        assertThat(perform(resolving, wide, base + "/to/302?" + lan + "/echo"))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.message())
                                        .startsWith("printer.lan is at 127.0.0.1, which is not"));
        assertThat(lookedUp).endsWith("printer.lan");
        assertThat(seen).hasSize(3);
    }

    @Test
    void connectsToTheAddressThatWasChecked() throws Exception {
        var lookedUp = new ArrayList<String>();
        var once = new HttpProvider(new Dialer(host -> local(host, lookedUp), HttpIT::noTls));
        var name = base.replace("127.0.0.1", "rebinding.example");

        var answer = once.perform(Asks.of("/http/get", "url", Ipld.of(name + "/echo")), around());

        assertThat(body(answer)).startsWith("GET|" + name.substring(7) + "|");
        assertThat(lookedUp).containsExactly("rebinding.example");
    }

    private static List<InetAddress> local(String host, List<String> lookedUp)
            throws UnknownHostException {
        if (lookedUp.contains(host) && host.startsWith("rebinding")) {
            return List.of(InetAddress.getAllByName("10.9.9.9"));
        }
        lookedUp.add(host);
        return List.of(InetAddress.getAllByName("127.0.0.1"));
    }

    private static SSLSocketFactory noTls() {
        throw new IllegalStateException("no TLS in this test");
    }

    private Answer perform(HttpProvider provider, String policy, String url) throws Exception {
        var allowed = Policy.decode(DagJson.read(policy));
        var ask = Asks.within(allowed, Asks.of("/http/get", "url", Ipld.of(url)));
        return provider.perform(ask, around());
    }

    private Answer get(String url) throws InterruptedException {
        return perform("/http/get", "url", Ipld.of(url));
    }

    private Answer put(String url) throws InterruptedException {
        return perform("/http/put", "url", Ipld.of(url), "body", Ipld.of("x"));
    }

    private Answer perform(String command, Object... args) throws InterruptedException {
        return http.perform(Asks.of(command, args), around());
    }

    private Surroundings around() {
        return world.around();
    }

    private static String body(Answer answer) {
        var value = (Ipld.Map) ((Answer.Done) answer).value();
        return ((Ipld.Text) value.find("body").orElseThrow()).value();
    }

    private static int status(Answer answer) {
        var value = (Ipld.Map) ((Answer.Done) answer).value();
        return (int) ((Ipld.Int) value.find("status").orElseThrow()).asLong();
    }
}

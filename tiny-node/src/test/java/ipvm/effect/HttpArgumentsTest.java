package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import ipvm.ucan.Policy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/// What is refused before anything is connected to; the one who would connect only counts.
class HttpArgumentsTest {

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final List<String> lookedUp = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>(List.of("127.0.0.1"));
    private final HttpProvider http = new HttpProvider(new Dialer(this::resolve, this::noTls));

    @Test
    void refusesHeadersThatFrameAMessageOrForgeAnother() throws Exception {
        for (var name :
                List.of(
                        "Host",
                        "content-length",
                        "Transfer-Encoding",
                        "connection",
                        "TE",
                        "upgrade",
                        "Expect",
                        "Keep-Alive",
                        "Trailer",
                        "Proxy-Authorization",
                        "idempotency-key")) {
            assertBad(
                    "argument 'headers." + name.toLowerCase(Locale.ROOT) + "'",
                    get("headers", Ipld.map(name, Ipld.of("x"))));
        }
        for (var value : List.of("a\r\nhost: b", "a\nb", "a\0", "ü", " a", "a ")) {
            assertBad("argument 'headers.x'", get("headers", Ipld.map("x", Ipld.of(value))));
        }
        for (var name : List.of("", "a b", "a:", "a\r\n", "ü")) {
            assertBad("argument 'headers.", get("headers", Ipld.map(name, Ipld.of("x"))));
        }
        var twice = Ipld.map("a", Ipld.of("1"), "A", Ipld.of("2"));
        assertBad("argument 'headers.a', one of each", get("headers", twice));
        assertBad("argument 'headers.x', text", get("headers", Ipld.map("x", Ipld.of(1))));
        assertBad("argument 'headers', a map", get("headers", Ipld.of("x")));
    }

    @Test
    void boundsWhatIsSent() throws Exception {
        var large = Ipld.of("x".repeat(Limits.DEFAULT.headBytesMax()));
        assertBad("argument 'headers.x'", get("headers", Ipld.map("x", large)));
        var many = Ipld.map();
        for (int i = 0; i <= Limits.DEFAULT.headersMax(); i++) {
            many = many.with("x" + i, Ipld.of("y"));
        }
        assertBad("argument 'headers', at most 64", get("headers", many));
        assertBad("argument 'url', text of at most", get("url", large));
        var body = Ipld.of(Bytes.wrap(new byte[Limits.DEFAULT.requestBytesMax() + 1]));
        assertBad(
                "argument 'body', at most 786432 bytes: found 786433",
                http.perform(
                        Asks.of("/http/put", "url", Ipld.of("http://h/"), "body", body),
                        world.around()));
    }

    @Test
    void namesAnArgumentThatIsMissingOrUnknown() throws Exception {
        assertBad("argument 'url', a value", perform("/http/get"));
        assertBad("argument 'body', a value", perform("/http/put", "url", Ipld.of("http://h/")));
        assertBad("arguments {url, headers}", get("body", Ipld.of("x")));
        assertBad("arguments {url, headers}", get("header", Ipld.map()));
    }

    @Test
    void connectsToNothingPrivate() throws Exception {
        for (var others : List.of(List.of("127.0.0.1"), List.of("8.8.8.8", "10.0.0.1"))) {
            addresses.clear();
            addresses.addAll(others);
            var host = others.get(others.size() - 1);
            var forbidden =
                    Answer.failed(
                            "Forbidden",
                            "h is at "
                                    + host
                                    + ", which is not a public address; see http.private");

            assertThat(get("url", Ipld.of("http://h/"))).isEqualTo(forbidden);
            assertThat(put("http://h/")).isEqualTo(forbidden);
        }
    }

    @Test
    void opensAPrivateHostToWhomAGrantNamesIt() throws Exception {
        assertThat(isOpen("http://h/a", "[[\"like\", \".url\", \"http://h/*\"]]")).isTrue();
        assertThat(isOpen("http://h/a", "[[\"==\", \".url\", \"http://h/a\"]]")).isTrue();
        assertThat(
                        isOpen(
                                "http://10.0.0.7/a",
                                "[[\"or\", [[\"like\", \".url\", \"http://x/*\"],"
                                        + " [\"like\", \".url\", \"http://10.0.0.7/*\"]]]]"))
                .isTrue();
        assertThat(isOpen("http://p.local/a", "[[\"like\", \".url\", \"http://p.local/*\"]]"))
                .isTrue();
        assertThat(isOpen("http://h/a", "[[\"like\", \".url\", \"http://h*\"]]")).isFalse();
        assertThat(isOpen("http://h/a", "[[\"like\", \".url\", \"http://*\"]]")).isFalse();
        assertThat(isOpen("http://h/a", "[[\"not\", [\"==\", \".url\", \"http://h/b\"]]]"))
                .isFalse();
        assertThat(isOpen("http://a.com/a", "[[\"like\", \".url\", \"http://a.com/*\"]]"))
                .isFalse();
    }

    @Test
    void asksThePolicyAboutTheOneSpelling() throws Exception {
        var policy = policy("[[\"not\", [\"like\", \".url\", \"http://admin/*\"]]]");
        var ask = Asks.of("/http/get", "url", Ipld.of("http://ADMIN:80/x"));
        world.privateAddresses = true;

        assertThat(http.perform(Asks.within(policy, ask), world.around()))
                .isEqualTo(Answer.failed("Forbidden", "the grant does not allow http://admin/x"));
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void sendsTextBytesAndAnythingElseAsWhatTheyAre() throws Exception {
        assertThat(HttpBody.of(Ipld.of("ü"), 9))
                .isEqualTo(new HttpBody(Bytes.utf8("ü"), "text/plain; charset=utf-8"));
        assertThat(HttpBody.of(Ipld.of(Bytes.of(1, 2)), 9))
                .isEqualTo(new HttpBody(Bytes.of(1, 2), "application/octet-stream"));
        assertThat(HttpBody.of(Ipld.map("a", Ipld.of(1)), 9))
                .isEqualTo(new HttpBody(Bytes.utf8("{\"a\":1}"), "application/json"));
    }

    @Test
    void tellsAnotherOriginNoSecrets() throws Exception {
        var headers = new TreeMap<String, String>();
        headers.put("accept", "text/plain");
        headers.put("authorization", "Bearer x");
        headers.put("x-api-key", "x");
        var get = new HttpRequest("GET", Url.parse("https://a/"), headers, Optional.empty());

        assertThat(get.at(Url.parse("https://a/b")).headers()).isEqualTo(headers);
        assertThat(get.at(Url.parse("https://b/")).headers()).containsOnlyKeys("accept");
    }

    @Test
    void writesARequestToTheByte() throws Exception {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "text/csv");
        var url = Url.parse("http://[::1]:81/a?b");
        var body = Optional.of(HttpBody.of(Ipld.of("1,2"), 9));

        assertThat(new HttpRequest("PUT", url, headers, body).encode())
                .isEqualTo(
                        Bytes.utf8(
                                String.join(
                                        "\r\n",
                                        "PUT /a?b HTTP/1.1",
                                        "host: [::1]:81",
                                        "accept: */*",
                                        "accept-encoding: identity",
                                        "connection: close",
                                        "content-length: 3",
                                        "content-type: text/csv",
                                        "user-agent: ipvm",
                                        "",
                                        "1,2")));
    }

    @Test
    void promisesThatACommandWhoseHostIsUnknownWasNotFired() throws Exception {
        addresses.clear();

        assertThat(put("http://h/"))
                .isEqualTo(new Answer.NotFired("Unreachable: no address is known of h"));
        assertThat(get("url", Ipld.of("http://h/")))
                .isEqualTo(Answer.failed("Unreachable", "no address is known of h"));
    }

    private static boolean isOpen(String url, String policy) throws Exception {
        return LocalHost.isNamed(new Scope(policy(policy)), Url.parse(url).host());
    }

    private static Policy policy(String json) throws Exception {
        return Policy.decode(DagJson.read(json));
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var found = new ArrayList<InetAddress>();
        for (var address : addresses) {
            found.add(InetAddress.getAllByName(address)[0]);
        }
        return found;
    }

    private SSLSocketFactory noTls() {
        throw new IllegalStateException("no TLS in this test");
    }

    private Answer get(String key, Ipld value) throws Exception {
        return key.equals("url")
                ? perform("/http/get", key, value)
                : perform("/http/get", "url", Ipld.of("http://h/"), key, value);
    }

    private Answer put(String url) throws Exception {
        return perform("/http/put", "url", Ipld.of(url), "body", Ipld.of(""));
    }

    private Answer perform(String command, Object... args) throws InterruptedException {
        return http.perform(Asks.of(command, args), world.around());
    }

    private static void assertBad(String beginning, Answer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> {
                            assertThat(failed.name()).isEqualTo("BadArgument");
                            assertThat(failed.message()).startsWith(beginning);
                        });
    }
}

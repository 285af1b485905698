package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS to a server whose certificate is for `right.test` and signed by itself.
@Timeout(60)
class HttpTlsIT {

    private static final char[] WORD = "changeit".toCharArray();

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final AtomicInteger seen = new AtomicInteger();
    private final HttpsServer server;
    private final SSLContext ours;

    HttpTlsIT(@TempDir Path folder) throws Exception {
        world.privateAddresses = true;
        ours = context(keys(folder));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.setHttpsConfigurator(new HttpsConfigurator(ours));
        server.createContext(
                "/",
                exchange -> {
                    seen.incrementAndGet();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void speaksToWhomTheCertificateNames() throws Exception {
        var trusting = new HttpProvider(dialer(ours));

        assertThat(post(trusting, "right.test")).isInstanceOf(Answer.Done.class);
        assertThat(seen).hasValue(1);
    }

    @Test
    void tellsNothingToAnybodyElse() throws Exception {
        var trusting = new HttpProvider(dialer(ours));
        var usual = new HttpProvider(dialer(SSLContext.getDefault()));

        assertThat(post(trusting, "wrong.test")).isInstanceOf(Answer.NotFired.class);
        assertThat(post(usual, "right.test")).isInstanceOf(Answer.NotFired.class);
        assertThat(seen).hasValue(0);
    }

    @Test
    void followsNoRedirectOutOfTls() throws Exception {
        server.createContext(
                "/down",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "http://right.test/");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        var url = "https://right.test:" + server.getAddress().getPort() + "/down";

        assertThat(
                        new HttpProvider(dialer(ours))
                                .perform(Asks.of("/http/get", "url", Ipld.of(url)), world.around()))
                .isEqualTo(
                        Answer.failed(
                                "Forbidden", "a redirect to http://right.test/ gives up TLS"));
    }

    private static Dialer dialer(SSLContext context) {
        return new Dialer(
                host -> List.of(InetAddress.getAllByName("127.0.0.1")), context::getSocketFactory);
    }

    private Answer post(HttpProvider provider, String host) throws InterruptedException {
        var url = "https://" + host + ":" + server.getAddress().getPort() + "/";
        var ask = Asks.of("/http/post", "url", Ipld.of(url), "body", Ipld.of("x"));
        return provider.perform(ask, world.around());
    }

    private static KeyStore keys(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        var file = folder.resolve("keys.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=a",
                                "-ext",
                                "san=dns:right.test",
                                "-validity",
                                "2",
                                "-storepass",
                                new String(WORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, WORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, WORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}

package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that hang up, drip and never end; a command is never told of as unfired if it was seen.
@Timeout(60)
class HttpDropIT {

    private static final int ALL = Integer.MAX_VALUE;

    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final HttpProvider http = new HttpProvider();

    HttpDropIT() {
        world.privateAddresses = true;
    }

    @Test
    void neverTellsOfASeenCommandAsUnfiredNorOfAnUnseenOneAsDone() throws Exception {
        var told = new int[3];
        Rounds.of("connections cut at some point", 1_000, random -> told[cutOnce(random)]++);

        System.out.printf("not fired %d, unknown %d, done %d%n", told[0], told[1], told[2]);
        for (int count : told) {
            assertThat(count).isGreaterThan(20);
        }
    }

    private int cutOnce(RandomGenerator random) throws Exception {
        var body = "x".repeat(random.nextInt(2_000));
        var answer = RawServer.ok("thanks");
        boolean isListening = random.nextInt(4) > 0;
        int readMax = random.nextInt(3) > 0 ? ALL : random.nextInt(body.length() + 250);
        int answered = random.nextInt(3) > 0 ? answer.length : random.nextInt(answer.length);
        boolean isReset = random.nextBoolean();
        RawServer.Behaviour behaviour =
                (socket, server) -> {
                    socket.setSoLinger(isReset, 0);
                    server.read(socket.getInputStream(), readMax);
                    if (readMax == ALL) {
                        socket.getOutputStream().write(answer, 0, answered);
                    }
                };
        try (var server = new RawServer(behaviour)) {
            if (!isListening) {
                server.stop();
            }
            var told = post(server.url("/"), body);
            server.stop();
            int seen = server.requests.size();
            return switch (told) {
                case Answer.NotFired no -> {
                    assertThat(server.bytesSeen.get()).as("seen of unfired").isZero();
                    yield 0;
                }
                case Answer.Unknown doubt -> {
                    assertThat(isListening).as("doubt without a server").isTrue();
                    assertThat(seen).isLessThanOrEqualTo(1);
                    yield 1;
                }
                case Answer.Done done -> {
                    assertThat(seen).as("seen of done").isOne();
                    yield 2;
                }
                case Answer.Failed failed -> throw new AssertionError(failed);
            };
        }
    }

    @Test
    void promisesNotFiredWhenTlsFails() throws Exception {
        try (var server = new RawServer((socket, it) -> socket.getInputStream().read())) {
            var url = server.url("/").replace("http:", "https:");

            assertThat(post(url, "x")).isInstanceOf(Answer.NotFired.class);
            assertThat(((Answer.Failed) get(url)).name()).isEqualTo("Unreachable");
        }
    }

    @Test
    void endsASlowDripInTime() throws Exception {
        world.limits = Bounds.httpMillis(400);
        try (var server =
                new RawServer((socket, it) -> {
                    it.read(socket.getInputStream(), ALL);
                    drip(socket, RawServer.bytes("HTTP/1.1 200 OK\r\na: "));
                })) {
            assertThat(get(server.url("/")))
                    .isEqualTo(Answer.failed("TimedOut", "no answer within 400 ms"));
            assertThat(post(server.url("/"), "x")).isInstanceOf(Answer.Unknown.class);
        }
    }

    /// Ends when the client has hung up and not before, unless a minute is over.
    private static void drip(Socket socket, byte[] beginning) throws IOException {
        socket.getOutputStream().write(beginning);
        socket.setSoTimeout(20);
        for (int i = 0; i < 3_000; i++) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                socket.getOutputStream().write('x');
            }
        }
    }

    @Test
    void endsAServerThatDoesNotListenInTime() throws Exception {
        world.limits = Bounds.httpMillis(400);
        var isOver = new CountDownLatch(1);
        try (var server = new RawServer((socket, it) -> await(isOver))) {
            var told = post(server.url("/"), "x".repeat(700_000));
            isOver.countDown();

            assertThat(told)
                    .isEqualTo(new Answer.Unknown("TimedOut: no answer within 400 ms", Ipld.map()));
        }
    }

    @Test
    void leavesAtOnceWhenInterrupted() throws Exception {
        var isAsked = new CountDownLatch(1);
        var isHungUp = new CountDownLatch(1);
        try (var server =
                new RawServer((socket, it) -> {
                    it.read(socket.getInputStream(), ALL);
                    isAsked.countDown();
                    if (socket.getInputStream().read() < 0) {
                        isHungUp.countDown();
                    }
                })) {
            var thrown = new AtomicReference<Object>();
            var asker = Thread.ofPlatform().start(() -> thrown.set(interrupted(server)));
            assertThat(isAsked.await(20, TimeUnit.SECONDS)).isTrue();
            asker.interrupt();
            asker.join(20_000);

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(isHungUp.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Object interrupted(RawServer server) {
        try {
            return post(server.url("/"), "x");
        } catch (InterruptedException e) {
            return e;
        }
    }

    @Test
    void stopsReadingWhatNeverEnds() throws Exception {
        for (var beginning : new String[] {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
            try (var server =
                    new RawServer((socket, it) -> {
                        it.read(socket.getInputStream(), ALL);
                        socket.getOutputStream().write(RawServer.bytes(beginning));
                        var more = RawServer.bytes("a: b\r\n".repeat(1_000));
                        while (!socket.isClosed()) {
                            socket.getOutputStream().write(more);
                        }
                    })) {
                assertThat(((Answer.Failed) get(server.url("/"))).name()).isEqualTo("TooLarge");
                var told = (Answer.Unknown) post(server.url("/"), "x");
                assertThat(told.why()).startsWith("TooLarge: ");
            }
        }
    }

    @Test
    void hearsWhyAServerHungUpEarly() throws Exception {
        try (var server =
                new RawServer((socket, it) -> {
                    it.read(socket.getInputStream(), 100);
                    socket.getOutputStream().write(RawServer.bytes("HTTP/1.1 413 No\r\n\r\n"));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                })) {
            var done = (Answer.Done) post(server.url("/"), "x".repeat(700_000));

            assertThat(((Ipld.Map) done.value()).find("status")).contains(Ipld.of(413));
        }
    }

    @Test
    void refusesAPortNobodyListensAt() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var url = "http://127.0.0.1:" + port + "/";

        assertThat(((Answer.Failed) get(url)).name()).isEqualTo("Unreachable");
        assertThat(((Answer.NotFired) post(url, "x")).why()).startsWith("Unreachable: ");
    }

    private Answer get(String url) throws InterruptedException {
        return http.perform(Asks.of("/http/get", "url", Ipld.of(url)), world.around());
    }

    private Answer post(String url, String body) throws InterruptedException {
        return http.perform(
                Asks.of("/http/post", "url", Ipld.of(url), "body", Ipld.of(body)), world.around());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

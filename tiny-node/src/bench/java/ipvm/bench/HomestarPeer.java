package ipvm.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.task.HomestarWorkflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The released Homestar 0.3.0 in a process of its own, asked over its WebSocket; it fetches
/// modules from a small IPFS of ours.
final class HomestarPeer implements AutoCloseable {

    private static final long SECONDS_MAX = 60;
    private static final long SECONDS_SILENT_MAX = 5;
    private static final long PAUSE_MILLIS = 2;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Bytes module;
    private final HttpServer ipfs;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final double startMillis;
    private int calls;

    /// Where `scripts/test` puts it.
    static Path binary(String root) {
        return Path.of(root)
                .resolve("tiny-node/target/npm/node_modules/homestar-linux-x64/bin/homestar")
                .toAbsolutePath();
    }

    /// @param module what it finds, whatever it asks for
    HomestarPeer(Path binary, Path folder, Bytes module) throws Exception {
        this.module = module;
        ipfs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ipfs.createContext("/api/v0/", this::serve);
        ipfs.start();
        int port = freePort();
        long begin = System.nanoTime();
        process = started(binary, folder, port);
        socket = connected(port);
        startMillis = (System.nanoTime() - begin) / 1e6;
    }

    /// From its start until it let somebody in.
    double startMillis() {
        return startMillis;
    }

    private void serve(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean isCat = exchange.getRequestURI().getPath().endsWith("/cat");
        var body = isCat ? module : Bytes.utf8("{\"Cid\":{\"/\":\"bafkqaaa\"}}");
        exchange.sendResponseHeaders(200, body.size());
        try (var out = exchange.getResponseBody()) {
            body.writeTo(out);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process started(Path binary, Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        var settings = folder.resolve("settings.toml");
        Files.writeString(
                settings,
                """
                [node.network.ipfs]
                host = "127.0.0.1"
                port = %d
                [node.network.libp2p]
                listen_address = "/ip4/127.0.0.1/tcp/0"
                [node.network.libp2p.mdns]
                enable = false
                [node.network.libp2p.rendezvous]
                enable_client = false
                [node.network.metrics]
                port = %d
                [node.network.rpc]
                host = "127.0.0.1"
                port = %d
                [node.network.webserver]
                v4_host = "127.0.0.1"
                v6_host = "[::1]"
                port = %d
                """
                        .formatted(ipfs.getAddress().getPort(), freePort(), freePort(), port));
        var database = folder.resolve("homestar.db").toString();
        var builder =
                new ProcessBuilder(
                                binary.toString(),
                                "start",
                                "-c",
                                settings.toString(),
                                "--db",
                                database)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("homestar.log").toFile());
        builder.environment().remove("DATABASE_URL");
        builder.environment().remove("DATABASE_PATH");
        return builder.start();
    }

    /// A port cannot tell when it opens, so it is knocked at.
    private WebSocket connected(int port) throws Exception {
        var address = URI.create("ws://127.0.0.1:" + port + "/");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (true) {
            try {
                return client.newWebSocketBuilder().buildAsync(address, new Ear()).join();
            } catch (CompletionException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /// Runs a workflow until each of its tasks has a receipt; says whether that came about. Of what
    /// it ran before it does not always speak.
    boolean run(HomestarWorkflow workflow) throws Exception {
        var call = json.createObjectNode().put("jsonrpc", "2.0").put("id", ++calls);
        call.put("method", "subscribe_run_workflow");
        var param = call.putArray("params").addObject().put("name", "w" + calls);
        param.set("workflow", json.readTree(DagJson.text(workflow.encode())));
        socket.sendText(json.writeValueAsString(call), true).join();
        var subscription = "";
        int missing = workflow.tasks().size();
        while (missing > 0) {
            var text = messages.poll(SECONDS_SILENT_MAX, TimeUnit.SECONDS);
            if (text == null) {
                return false;
            }
            var message = json.readTree(text);
            if (message.path("id").asInt() == calls) {
                subscription = message.path("result").asText();
            }
            var params = message.path("params");
            boolean isOurs = params.path("subscription").asText().equals(subscription);
            missing -= isOurs && params.path("result").isArray() ? 1 : 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        client.close();
        process.destroyForcibly();
        ipfs.stop(0);
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Puts the parts of messages together.
    private final class Ear implements WebSocket.Listener {

        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            part.append(data);
            if (isLast) {
                messages.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, isLast);
        }
    }
}

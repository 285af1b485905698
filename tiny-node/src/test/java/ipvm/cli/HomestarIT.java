package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.UnixFsWriter;
import ipvm.data.Vectors;
import ipvm.task.Await;
import ipvm.task.Branch;
import ipvm.task.Call;
import ipvm.task.HomestarTask;
import ipvm.task.HomestarWorkflow;
import ipvm.task.Instruction;
import ipvm.task.Nonce;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The released Homestar 0.3.0 and this node run one workflow, side by side: an image cut, turned
/// and greyed. What they call it, and what comes of it, is the same.
class HomestarIT {

    private static final Path BINARY =
            Path.of(System.getProperty("ipvm.root", ".."))
                    .resolve("tiny-node/target/npm/node_modules/homestar-linux-x64/bin/homestar")
                    .toAbsolutePath();
    private static final long SECONDS_MAX = 60;

    @TempDir Path folder;

    /// What is to be had by its name, for both.
    private final Map<String, Bytes> content = new HashMap<>();

    private Cid offer(Bytes bytes) throws IOException {
        var cid = new UnixFsWriter(block -> {}).file(bytes.stream()).cid();
        content.put(cid.toString(), bytes);
        return cid;
    }

    private static Bytes image() throws IOException {
        var image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 160; x++) {
            for (int y = 0; y < 120; y++) {
                image.setRGB(x, y, x << 16 | y << 9 | (x * y & 0xff));
            }
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return Bytes.wrap(png.toByteArray());
    }

    private static HomestarTask task(Cid module, String function, Ipld... args) {
        var instruction =
                new Instruction(
                        "ipfs://" + module,
                        "wasm/run",
                        new Call(function, List.of(args)),
                        Nonce.pure());
        var meta = Ipld.map("memory", Ipld.of(67_108_864), "time", Ipld.of(100_000));
        return new HomestarTask(instruction, Optional.empty(), meta, List.of());
    }

    private static Ipld after(HomestarTask task) {
        return new Await(Branch.OK, task.run().cid()).encode();
    }

    @Test
    void namesAndReceiptsAreThoseOfHomestar() throws Exception {
        if (!Files.isExecutable(BINARY)) {
            System.err.println("SKIPPED: HomestarIT: no " + BINARY);
            Assumptions.abort("no Homestar at " + BINARY);
        }
        var module = offer(Vectors.bytes("homestar/example_test.wasm"));
        var picture = offer(image());
        var crop =
                task(
                        module,
                        "crop",
                        Ipld.of(picture),
                        Ipld.of(20),
                        Ipld.of(10),
                        Ipld.of(64),
                        Ipld.of(48));
        var turned = task(module, "rotate90", after(crop));
        var grey = task(module, "grayscale", after(turned));
        var workflow = new HomestarWorkflow(List.of(crop, turned, grey));

        var theirs = theirs(workflow);
        var ours = ours(workflow);

        assertThat(ours).containsAllEntriesOf(theirs);
        System.out.println(
                "homestar 0.3.0 side by side: " + theirs.size() + " of 3 receipts equal");
        assertThat(theirs).hasSize(3);
    }

    /// Receipts by what ran, as this node says them.
    private Map<String, String> ours(HomestarWorkflow workflow) throws Exception {
        var shell = new Shell(folder);
        for (var entry : content.entrySet()) {
            Files.write(folder.resolve(entry.getKey()), entry.getValue().toArray());
            shell.run("put", entry.getKey()).ok();
        }
        Files.write(folder.resolve("w.json"), DagJson.encode(workflow.encode()).toArray());
        var lines = shell.run("workflow", "run", "w.json", "--json").ok().jsonLines();
        var receipts = new HashMap<String, String>();
        for (var line : lines.subList(0, lines.size() - 1)) {
            var word = new Word(line);
            receipts.put(word.link("ran").toString(), word.link("homestar_receipt").toString());
        }
        return receipts;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The same as Homestar says them.
    private Map<String, String> theirs(HomestarWorkflow workflow) throws Exception {
        var ipfs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ipfs.createContext("/api/v0/", this::serve);
        ipfs.start();
        int port = freePort();
        var process = homestar(ipfs.getAddress().getPort(), port);
        try {
            return told(port, workflow);
        } finally {
            process.destroyForcibly().waitFor();
            ipfs.stop(0);
        }
    }

    /// What Homestar asks of IPFS.
    private void serve(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        var found = content.get(query.replaceAll(".*arg=([^&]+).*", "$1"));
        var body = found != null ? found : Bytes.utf8("{\"Cid\":{\"/\":\"bafkqaaa\"}}");
        exchange.sendResponseHeaders(200, body.size());
        try (var out = exchange.getResponseBody()) {
            body.writeTo(out);
        }
    }

    private Process homestar(int ipfs, int port) throws IOException {
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
                        .formatted(ipfs, freePort(), freePort(), port));
        var builder =
                new ProcessBuilder(
                                BINARY.toString(),
                                "start",
                                "-c",
                                settings.toString(),
                                "--db",
                                folder.resolve("homestar.db").toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("homestar.log").toFile());
        builder.environment().remove("DATABASE_URL");
        builder.environment().remove("DATABASE_PATH");
        return builder.start();
    }

    private Map<String, String> told(int port, HomestarWorkflow workflow) throws Exception {
        awaitPort(port);
        var messages = new LinkedBlockingQueue<String>();
        try (var client = HttpClient.newHttpClient()) {
            var socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + port + "/"), new Ear(messages))
                            .join();
            var text = DagJson.text(workflow.encode());
            socket.sendText(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe_run_workflow\",\"params\":[{\"name\":\"pictures\",\"workflow\":"
                                    + text
                                    + "}]}",
                            true)
                    .join();
            var receipts = collect(messages, workflow.tasks().size());
            socket.abort();
            return receipts;
        }
    }

    private static Map<String, String> collect(BlockingQueue<String> messages, int count)
            throws Exception {
        var json = new ObjectMapper();
        var receipts = new HashMap<String, String>();
        while (receipts.size() < count) {
            var message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(message).as("a message of Homestar").isNotNull();
            var result = json.readTree(message).path("params").path("result");
            if (result.isArray()) {
                var payload = json.readTree(text(result));
                receipts.put(
                        payload.path("receipt").path("ran").path("/").textValue(),
                        payload.path("receipt_cid").path("/").textValue());
            }
        }
        return receipts;
    }

    private static String text(JsonNode bytes) {
        var array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) bytes.get(i).intValue();
        }
        return new String(array, StandardCharsets.UTF_8);
    }

    /// A port cannot tell when it opens, so it is knocked at.
    private static void awaitPort(int port) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime()).as("Homestar's start").isLessThan(end);
                Thread.sleep(20);
            }
        }
    }

    /// Puts the parts of messages together.
    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<String> messages;
        private final StringBuilder part = new StringBuilder();

        Ear(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            part.append(data);
            if (isLast) {
                messages.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, isLast);
        }
    }
}

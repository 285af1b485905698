package ipvm.mqtt;

import ipvm.foreign.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A broker of somebody else on a free port of the loopback, which can go away and come back.
final class Mosquitto implements AutoCloseable {

    final int port;
    private final Path settings;
    private final String program = Program.find("mosquitto");
    private Program running;

    Mosquitto(Path folder, String... lines) throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        settings = folder.resolve("mosquitto.conf");
        Files.writeString(
                settings,
                """
                listener %d 127.0.0.1
                set_tcp_nodelay true
                persistence true
                persistence_location %s/
                user %s
                """
                                .formatted(port, folder, System.getProperty("user.name"))
                        + String.join("\n", lines)
                        + "\n");
        running = started();
    }

    private Program started() throws IOException {
        var started = Program.start(program, "-v", "-c", settings.toString());
        started.awaitLine("running");
        Thread.ofPlatform().daemon().start(() -> drain(started));
        return started;
    }

    private static void drain(Program of) {
        try {
            of.awaitLine("no such line");
        } catch (IOException | AssertionError ended) {
            return;
        }
    }

    String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    void stop() {
        running.close();
    }

    void startAgain() throws IOException {
        running = started();
    }

    /// Publishes as anybody could; 0 when the broker has it.
    int publish(String topic, String body, String... more)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.addAll(List.of("-V", "5", "-q", "1", "-p", String.valueOf(port)));
        words.addAll(List.of("-t", topic, "-m", body));
        words.addAll(List.of(more));
        return Program.run(Program.find("mosquitto_pub"), words.toArray(String[]::new)).code();
    }

    /// Reads one topic until it is closed.
    Program subscribe(String topic, String... more) throws IOException {
        var words = new ArrayList<String>();
        words.addAll(List.of("-V", "5", "-q", "1", "-p", String.valueOf(port)));
        words.addAll(List.of("-t", topic, "-v"));
        words.addAll(List.of(more));
        return Program.start(Program.find("mosquitto_sub"), words.toArray(String[]::new));
    }

    @Override
    public void close() {
        running.close();
    }
}

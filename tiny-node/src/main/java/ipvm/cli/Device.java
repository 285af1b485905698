package ipvm.cli;

import ipvm.data.Bytes;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The world of a real process.
final class Device {

    private static final int BUFFER_BYTES = 8_192;

    private Device() {}

    static World world() {
        System.setProperty("jdk.console", "java.base");
        Locale.setDefault(Locale.ROOT); // what is said has one form, and no locales are looked up
        var streams =
                new World.Streams(
                        System.in, stream(FileDescriptor.out), stream(FileDescriptor.err));
        var host =
                new World.Host(
                        environment(),
                        Path.of(""),
                        InstantSource.system(),
                        Device::chance,
                        Path.of("/"));
        return new World(streams, new Screen(), host);
    }

    /// UTF-8 whatever the locale: DAG-JSON has no other form.
    private static PrintStream stream(FileDescriptor descriptor) {
        var buffered = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES);
        return new PrintStream(buffered, descriptor == FileDescriptor.err, StandardCharsets.UTF_8);
    }

    /// With a `HOME`, which Java otherwise knows from the list of users.
    private static Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("HOME", System.getProperty("user.home", "/"));
        return environment;
    }

    private static Bytes chance(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}

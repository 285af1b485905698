package ipvm.cli;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The configuration that a daemon starts with.
///
/// By hand a wrong one stops the start. Where nobody sits, the last one with which a start went
/// well is better than no node.
final class Service {

    private static final int CONF_BYTES_MAX = 1 << 20;

    private Service() {}

    static Settings settings(Home home, Call call) throws Stop, IOException {
        try {
            return checked(home.conf(), call);
        } catch (Stop wrong) {
            if (!SystemdHand.isService(call.world().host()) || !Files.exists(home.goodConf())) {
                throw wrong;
            }
            return checked(home.goodConf(), call).insteadOf(wrong.line());
        }
    }

    private static Settings checked(Path conf, Call call) throws Stop, IOException {
        var settings = Settings.of(conf, call);
        Values.check(settings);
        return settings;
    }

    /// The start went well: the next one may fall back to this.
    static void keep(Home home, Settings settings) throws IOException {
        if (settings.fault().isEmpty() && Files.exists(home.conf())) {
            var bytes = bytes(home.conf());
            if (!Files.exists(home.goodConf()) || !bytes.equals(bytes(home.goodConf()))) {
                home.write(home.goodConf(), bytes, Disk.OPEN);
            }
        }
    }

    private static Bytes bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Bytes.wrap(in.readNBytes(CONF_BYTES_MAX));
        }
    }
}

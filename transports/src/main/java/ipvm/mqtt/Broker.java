package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.link.LinkException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the broker is and who we are to it: `mqtt.url`, `mqtt.user`, `mqtt.password.file`.
record Broker(
        String host, int port, boolean isTls, Optional<String> user, Optional<Bytes> password) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int PASSWORD_BYTES_MAX = 4_096;

    /// The values of keys, whoever keeps them.
    interface Keys {
        Optional<String> find(String key);
    }

    static Broker of(Keys keys) throws LinkException {
        var text = keys.find("mqtt.url").orElse("");
        var password = keys.find("mqtt.password.file");
        var url = at(text);
        return new Broker(
                url.host(),
                url.port(),
                url.isTls(),
                keys.find("mqtt.user"),
                password.isPresent() ? Optional.of(read(password.get())) : Optional.empty());
    }

    /// The broker of a URL, to which we are nobody.
    static Broker at(String text) throws LinkException {
        try {
            var url = new URI(text);
            var scheme = String.valueOf(url.getScheme());
            boolean isTls = scheme.equals("mqtts");
            boolean isOne =
                    (isTls || scheme.equals("mqtt"))
                            && url.getHost() != null
                            && url.getPort() <= 65_535
                            && url.getUserInfo() == null
                            && (url.getPath() == null || url.getPath().length() <= 1);
            if (isOne) {
                int port = url.getPort() > 0 ? url.getPort() : isTls ? TLS_PORT : PORT;
                return new Broker(url.getHost(), port, isTls, Optional.empty(), Optional.empty());
            }
        } catch (URISyntaxException e) {
            throw noUrl(text);
        }
        throw noUrl(text);
    }

    private static LinkException noUrl(String text) {
        return new LinkException(
                "mqtt.url is mqtt://HOST[:PORT] or mqtts://HOST[:PORT]: found '" + text + "'");
    }

    private static Bytes read(String file) throws LinkException {
        try {
            var text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty() || text.length() > PASSWORD_BYTES_MAX) {
                throw new LinkException("mqtt.password.file " + file + " holds no password");
            }
            return Bytes.utf8(text);
        } catch (IOException e) {
            throw new LinkException("mqtt.password.file cannot be read: " + e.getMessage());
        }
    }

    /// As Paho spells it.
    String uri() {
        return (isTls ? "ssl://" : "tcp://") + host + ":" + port;
    }

    @Override
    public String toString() {
        return (isTls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }
}

package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.foreign.Recorder;
import ipvm.key.Did;
import ipvm.link.Inlet;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A node as far as its CoAP link knows it, on a free port of the loopback.
final class Board implements AutoCloseable {

    static final Did SELF = new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

    final CoapLink link = new CoapLink();
    final Recorder ear = new Recorder();
    final int port;

    Board(Map<String, String> more, Inlet... inlets) throws LinkException, InterruptedException {
        var keys = new HashMap<>(Map.of("coap.port", "any", "coap.bind", "127.0.0.1"));
        keys.putAll(more);
        link.open(setting(keys, inlets), ear);
        var where = Recorder.next(ear.states).address();
        port = Integer.parseInt(where.replaceFirst(".*:(\\d+).*", "$1"));
    }

    static Setting setting(Map<String, String> keys, Inlet... inlets) {
        return new Setting(SELF, "0.1.0", keys, List.of(inlets), () -> Bytes.EMPTY);
    }

    Place place() {
        return new Place("coap", "127.0.0.1:" + port);
    }

    String uri(String path) {
        return "coap://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        link.close();
    }
}

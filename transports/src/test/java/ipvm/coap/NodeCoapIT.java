package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.foreign.Npm;
import ipvm.foreign.Recorder;
import ipvm.link.Inlet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// npm's `coap` against ours, as client and as server.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeCoapIT {

    @Test
    void putsReadingsAndObservesResults() throws Exception {
        var kitchen = new Inlet("kitchen", Map.of("coap", "true"));
        try (var peer = Npm.start("coap");
                var board = new Board(Map.of(), kitchen)) {
            peer.awaitLine("port");
            peer.say(
                    "{\"url\":\"%s\",\"method\":\"PUT\",\"body\":\"{\\\"temperature\\\":21.5}\"}"
                            .formatted(board.uri("/in/kitchen")));
            assertThat(peer.awaitLine("code")).contains("2.04");
            assertThat(Recorder.next(board.ear.readings).reading().value())
                    .isEqualTo(Ipld.map("temperature", Ipld.of(21.5)));

            board.link.show("fan", Ipld.of(1));
            peer.say(
                    "{\"url\":\"%s\",\"method\":\"GET\",\"observe\":true}"
                            .formatted(board.uri("/out/fan")));
            for (int i = 2; i < 14; i++) {
                assertThat(peer.awaitLine("notified")).contains("\"" + (i - 1) + "\"");
                board.link.show("fan", Ipld.of(i));
            }
        }
    }

    @Test
    void isObservedByUs() throws Exception {
        try (var peer = Npm.start("coap")) {
            var port = peer.awaitLine("port").replaceAll("\\D", "");
            var uri = "coap://127.0.0.1:" + port + "/thermo";
            var inlet = new Inlet("thermo", Map.of("observe", uri));
            try (var board = new Board(Map.of(), inlet)) {
                for (int i = 20; i < 30; i++) {
                    assertThat(Recorder.next(board.ear.readings).reading().value())
                            .isEqualTo(Ipld.map("temperature", Ipld.of(i)));
                }
            }
        }
    }
}

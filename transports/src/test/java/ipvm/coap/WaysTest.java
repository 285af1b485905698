package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaysTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:5683, 10.0.0.7, 5683, true",
        "10.0.0.7, 10.0.0.7, 5683, true",
        "[fe80::1%eth0]:1, fe80::1%eth0, 1, true",
        "[::1], ::1, 5683, true",
        "board.local:61616, board.local, 61616, false",
    })
    void readsWhereSomebodyListens(String text, String host, int port, boolean isAddress)
            throws Exception {
        var way = Ways.parse(text);

        assertThat(way).isEqualTo(new Ways.Way(host, port));
        assertThat(way.isAddress()).isEqualTo(isAddress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:0", "a:70000", "a:b", "::1", "[::1", "a b", "a/b", "[a]"})
    void refusesWhatIsNowhere(String text) {
        assertThatThrownBy(() -> Ways.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void writesAddressesAsItReadsThem() throws Exception {
        for (var text : new String[] {"127.0.0.1:1", "[0:0:0:0:0:0:0:1]:5683"}) {
            assertThat(Ways.text(Ways.parse(text).find())).isEqualTo(text);
        }
        assertThat(Ways.text(Ways.parse("[::]:5683").find())).isEqualTo("[::]:5683");
    }

    @ParameterizedTest
    @CsvSource({
        "0, x, BAD_REQUEST, 0",
        "1, x, UNAUTHORIZED, 0",
        "2, x, REQUEST_ENTITY_TOO_LARGE, 0",
        "3, 5000, SERVICE_UNAVAILABLE, 5",
        "3, soon, SERVICE_UNAVAILABLE, 1",
        "4, x, FORBIDDEN, 0",
        "9, x, CHANGED, 0",
    })
    void tellsARefusalByItsCode(int code, String text, ResponseCode said, long seconds) {
        var items = Ipld.list(Ipld.of(1), Ipld.of(3), Ipld.of(code), Ipld.of(text));

        assertThat(Refusal.of(DagCbor.encode(items))).isEqualTo(new Refusal(said, seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "84", "840103", "83010140", "840103"})
    void takesAnyOtherFrameForWell(String hex) throws Exception {
        assertThat(Refusal.of(Bytes.fromHex(hex)).code()).isEqualTo(ResponseCode.CHANGED);
    }
}

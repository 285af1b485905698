package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarsigTest {

    @ParameterizedTest
    @CsvSource({
        "ED25519, 3401ed01ed011371",
        "P256, 3401ec0180241271",
        "SECP256K1, 3401ec01e7011271",
    })
    void writesAndReadsTheHeaderOfEachSigningKind(KeyKind kind, String header)
            throws MalformedException {
        assertThat(Varsig.header(kind).hex()).isEqualTo(header);
        assertThat(Varsig.kindOf(Bytes.fromHex(header))).isEqualTo(kind);
    }

    @Test
    void hasNoHeaderForKeysThatDoNotSign() {
        assertThatThrownBy(() -> Varsig.header(KeyKind.X25519))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', varsig prefix",
        "35, varsig prefix",
        "34, varsig version",
        "34ed011371, pre-v1",
        "34ed0171, pre-v1",
        "3480241271, pre-v1",
        "3402ed01ed011371, version 2",
        "3400ed01ed011371, version 0",
        "347fed01ed011371, version 127",
        "3480011371, pre-v1",
        "3401, varsig algorithm",
        "340185248524, 'varsig algorithm (0xed EdDSA, 0xec ECDSA): found 0x1205 at byte 2'",
        "3401ed01, varsig curve",
        "3401ed0183241371, Ed448",
        "3401ec0181241271, P-384",
        "3401ed0180241271, P-256",
        "3401ec01ed011271, Ed25519",
        "3401ed01ec011371, X25519",
        "3401ed01ed01, varsig hash",
        "3401ed01ed011271, varsig hash 0x13: found 0x12 at byte 6",
        "3401ec0180241371, varsig hash 0x12",
        "3401ed01ed0113, payload encoding",
        "3401ed01ed011355, payload encoding (dag-cbor) 0x71: found 0x55 at byte 7",
        "3401ed01ed01137100, end of varsig header",
        "b401ed01ed011371, varsig prefix",
        "b400, leading zeros",
    })
    void refusesEveryOtherHeaderAndSaysWhatIsWrongWithIt(String header, String message) {
        assertThatThrownBy(() -> Varsig.kindOf(Bytes.fromHex(header)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void acceptsNothingButTheThreeHeaders() throws Exception {
        var headers =
                Arrays.stream(KeyKind.values()).filter(KeyKind::signs).map(Varsig::header).toList();

        Fuzz.of("varsig", headers, Varsig::kindOf)
                .holding((bytes, kind) -> assertThat(Varsig.header(kind)).isEqualTo(bytes))
                .run();
    }
}

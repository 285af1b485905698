package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import ipvm.data.Vectors;
import ipvm.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {

    /// What the method's vectors call the kinds of key, where they name them by curve.
    private static final Map<String, KeyKind> CURVES =
            Map.of(
                    "Ed25519", KeyKind.ED25519,
                    "X25519", KeyKind.X25519,
                    "P-256", KeyKind.P256,
                    "secp256k1", KeyKind.SECP256K1);

    @Test
    void readsAndWritesEveryPublishedDidKey() throws MalformedException {
        int read = 0;
        int refused = 0;
        for (var file : List.of("ed25519-x25519", "nist-curves", "secp256k1", "x25519")) {
            var root = Vectors.json("did-key/" + file + ".json");
            var vectors = root.has("didDocument") ? root.get("didDocument") : root;
            for (var vector : vectors.properties()) {
                if (vector.getValue().toString().matches(".*\"P-(384|521)\".*")) {
                    refusesByName(vector.getKey());
                    refused++;
                } else {
                    readsAndWrites(vector.getKey(), document(vector.getValue()));
                    read++;
                }
            }
        }
        System.out.println(
                "did:key: " + read + " read and written, " + refused + " refused by name");
        assertThat(read).isEqualTo(18);
        assertThat(refused).isEqualTo(4);
    }

    private static JsonNode document(JsonNode vector) {
        return vector.has("didDocument") ? vector.get("didDocument") : vector;
    }

    private static void readsAndWrites(String did, JsonNode document) throws MalformedException {
        var key = Did.parse(did).key();
        assertThat(key.did()).isEqualTo(new Did(did));

        int checked = 0;
        for (var method : document.get("verificationMethod")) {
            if (method.get("id").asText().endsWith("#" + did.substring("did:key:".length()))) {
                assertThat(keyOf(key.kind(), method)).isEqualTo(key);
                checked++;
            }
        }
        assertThat(checked).as(did).isEqualTo(1);
    }

    private static PublicKey keyOf(KeyKind kind, JsonNode method) throws MalformedException {
        var base58 = method.get("publicKeyBase58");
        if (base58 != null) {
            return PublicKey.of(kind, Multibase.BASE58_BTC.decodeBare(base58.asText()));
        }
        var jwk = method.get("publicKeyJwk");
        assertThat(CURVES.get(jwk.get("crv").asText())).isEqualTo(kind);
        var x = Multibase.BASE64_URL.decodeBare(jwk.get("x").asText());
        var y = jwk.get("y");
        return PublicKey.of(
                kind,
                y == null
                        ? x
                        : PublicKeyTest.compressed(x, Multibase.BASE64_URL.decodeBare(y.asText())));
    }

    private static void refusesByName(String did) {
        assertThatThrownBy(() -> Did.parse(did).key())
                .isInstanceOf(MalformedException.class)
                .hasMessageMatching(".*key kind.*found P-(384|521) \\(0x120[12]\\).*");
    }

    @Test
    void derivesTheX25519KeysOfThePublishedEd25519Keys() throws MalformedException {
        int checked = 0;
        for (var vector : Vectors.json("did-key/ed25519-x25519.json").properties()) {
            var agreement = vector.getValue().get("didDocument").get("keyAgreement").get(0);
            var x25519 = agreement.asText().replaceAll(".*#", "did:key:");
            assertThat(new Did(vector.getKey()).key().forAgreement().did().text())
                    .isEqualTo(x25519);
            checked++;
        }
        assertThat(checked).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:web:example.com",
                "did:web:example.com:user:alice",
                "did:example:a::b",
                "did:example::b",
                "did:1:A.-_%2fz%AA",
            })
    void acceptsTheNameOfAnyMethod(String text) throws MalformedException {
        assertThat(Did.parse(text)).hasToString(text).isEqualTo(new Did(text));
        assertThatThrownBy(() -> Did.parse(text).key())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("did:key");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'DID (did:METHOD:ID): found '''' at byte 0'",
        "did, did:METHOD:ID",
        "DID:key:z1, did:METHOD:ID",
        "' did:key:z1', did:METHOD:ID",
        "did:, DID method: found none in 'did:' at byte 4",
        "did:key, DID method",
        "did::z1, DID method",
        "did:Key:z1, DID method: found 'K' at byte 4",
        "did:k-y:z1, DID method: found '-' at byte 5",
        "did:key:, DID identifier: found nothing at byte 8",
        "did:key:z1:, DID identifier: found nothing",
        "did:key:z1#z1, DID identifier: found '#' at byte 10",
        "did:key:z1/x, DID identifier: found '/'",
        "did:key:z1?x, DID identifier: found '?'",
        "did:key:zé, DID identifier",
        "did:web:a%2, two hex digits",
        "did:web:a%g0, two hex digits",
        "did:web:a%, two hex digits",
        "'did:web:a b', DID identifier: found ' '",
    })
    void refusesWhatIsNoDid(String text, String message) {
        assertThatThrownBy(() -> Did.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> new Did(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesANameOfMoreThan2048Characters() throws MalformedException {
        var longest = "did:web:" + "a".repeat(Did.CHARS_MAX - 8);

        assertThat(Did.parse(longest).text()).hasSize(2048);
        assertThatThrownBy(() -> Did.parse(longest + "a"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("2049 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "did:key:bafy, base58btc key ('z')",
        "did:key:z0, found '0'",
        "did:key:z, key kind",
        "did:key:z11, key kind",
        "did:web:example.com, web",
        "did:keyx:z6Mk, keyx",
    })
    void namesWhatIsWrongWithAKeyName(String text, String message) throws MalformedException {
        var did = Did.parse(text);

        assertThatThrownBy(did::key)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"eb01, BLS12-381 G2", "8524, RSA", "8324, Ed448", "00, unknown (0x0)"})
    void namesTheKindsOfKeyItDoesNotKnow(String code, String name) throws MalformedException {
        var key = Bytes.concat(Bytes.fromHex(code), Keys.seed(1));
        var did = Did.parse("did:key:" + Multibase.BASE58_BTC.encode(key));

        assertThatThrownBy(did::key)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(name);
    }

    @Test
    void survivesMutationOfItsText() throws Exception {
        var names = Arrays.stream(KeyKind.values()).map(DidTest::text).toList();

        Fuzz.of("did:key", names, bytes -> Did.parse(latin(bytes)).key())
                .holding((bytes, key) -> assertThat(key.did().text()).isEqualTo(latin(bytes)))
                .run();
    }

    private static Bytes text(KeyKind kind) {
        return Bytes.utf8(Keys.some(kind).did().text());
    }

    private static String latin(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }
}

package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people may write, and machines may not.
final class DagJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\n", "\r", " \n\t\r "})
    void readsWhiteSpaceBetweenAnyTwoTokens(String space) throws MalformedException {
        var tokens = "{ \"a\" : [ 1 , true , [ ] , { } ] , \"b\" : { \"/\" : \"bafkqaaa\" } }";
        var dense = tokens.replace(" ", "");

        assertThat(DagJson.read(space + tokens.replace(" ", space) + space))
                .isEqualTo(DagJson.decode(Bytes.utf8(dense)));
        assertThatThrownBy(() -> DagJson.decode(Bytes.utf8(tokens)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"/\":{\"bytes\":\"AA==\"}} | {\"/\":{\"bytes\":\"AA\"}}",
                "{\"/\":{\"bytes\":\"AAA=\"}} | {\"/\":{\"bytes\":\"AAA\"}}",
                "\"\\ud83d\\ude00\\u0041\"    | \"\ud83d\ude00A\"",
                "\"\\/\\u000a\"               | \"/\\n\"",
                "{\"b\":1,\"a\":2}            | {\"a\":2,\"b\":1}",
                "1e2                          | 100.0",
                "-0                           | 0",
            })
    void readsOtherSpellingsOfOneValue(String spelled, String canonical) throws MalformedException {
        assertThat(DagJson.text(DagJson.read(spelled))).isEqualTo(canonical);
        assertThatThrownBy(() -> DagJson.decode(Bytes.utf8(spelled)))
                .isInstanceOf(MalformedException.class);
    }

    /// The first is the fuel in Homestar's own workflows, with its bytes there.
    @ParameterizedTest
    @CsvSource({
        "18446744073709552000, fb43f0000000000000",
        "18446744073709551616, fb43f0000000000000",
        "18446744073709551615, 1bffffffffffffffff",
        "-9223372036854775808, 3b7fffffffffffffff",
        "-9223372036854775809, fbc3e0000000000000",
        "-18446744073709551616, fbc3f0000000000000",
        "100000000000000000000000, fb44b52d02c7e14af6",
        "7, 07",
    })
    void takesLargeIntegersForFloatsAsHomestarDoes(String integer, String encoded)
            throws MalformedException {
        var value = DagJson.readHomestar(Bytes.utf8(integer), Limits.DEFAULT);

        assertThat(DagCbor.encode(value)).isEqualTo(Bytes.fromHex(encoded));
    }

    @Test
    void takesNoIntegerForAFloatByItself() {
        assertThatThrownBy(() -> DagJson.read("18446744073709551616"))
                .hasMessageContaining("integer from -2^64 to 2^64-1");
        assertThatThrownBy(() ->
                        DagJson.readHomestar(Bytes.utf8("1" + "0".repeat(400)), Limits.DEFAULT))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void namesALineAndAColumnToPeople() {
        assertThatThrownBy(() -> DagJson.read("{\n  \"a\": tru\n}"))
                .hasMessageEndingWith("at line 2, column 11");
    }
}

package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/wasm/run", "/ucan/assert/receipt", "/π/東京", "/a-b_c.d:1"})
    void readsPathsOfLowerCase(String text) throws Exception {
        assertThat(Command.parse(text)).hasToString(text).isEqualTo(new Command(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | no leading slash",
                "wasm | no leading slash",
                "\" /wasm\" | no leading slash",
                "/wasm/ | a trailing slash",
                "// | a trailing slash",
                "//wasm | an empty segment",
                "/wasm//run | an empty segment",
                "/Wasm | an upper-case, blank or control character",
                "/wasm/Run | an upper-case, blank or control character",
                "/ÉTÉ | an upper-case, blank or control character",
                "/a b | an upper-case, blank or control character",
            })
    void refusesEverythingElseAndSaysWhy(String text, String why) {
        assertThatRefuses(() -> Command.parse(text))
                .hasWhat("command")
                .hasFound("'" + text + "', which has " + why);
        assertThatThrownBy(() -> new Command(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    /// What a terminal takes for an order, or a reader for a space, is not part of a name.
    @ParameterizedTest
    @ValueSource(ints = {0, 0x1b, 0x20, 0x7f, 0x85, 0x9b, 0xa0, 0x2028, 0x3000, 0x1d400, 0x1c5})
    void refusesBlanksControlsAndCapitalsOfAllOfUnicode(int codePoint) {
        assertThatRefuses(() -> Command.parse("/a" + Character.toString(codePoint)))
                .hasFound("an upper-case, blank or control character");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, true",
        "/, /wasm, true",
        "/wasm, /wasm, true",
        "/wasm, /wasm/run, true",
        "/wasm, /wasm/run/fast, true",
        "/wasm, /wasmer, false",
        "/wasm, /was, false",
        "/wasm/run, /wasm, false",
        "/wasm, /, false",
        "/wasm/run, /wasm/stop, false",
    })
    void coversByWholeSegments(String wide, String narrow, boolean covers) {
        assertThat(new Command(wide).covers(new Command(narrow))).isEqualTo(covers);
    }

    @Test
    void coversWhatItCoversCovers() {
        var paths = new String[] {"/", "/a", "/a/b", "/ab", "/a/b/c", "/b"};
        for (var a : paths) {
            for (var b : paths) {
                for (var c : paths) {
                    if (new Command(a).covers(new Command(b))
                            && new Command(b).covers(new Command(c))) {
                        assertThat(new Command(a).covers(new Command(c))).isTrue();
                    }
                }
            }
        }
    }
}

package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypoTest {

    private static final List<String> WORDS =
            List.of(
                    "init", "key", "owner", "grant", "grants", "revoke", "ucan", "inspect",
                    "--proof");

    @ParameterizedTest
    @CsvSource({
        "inti, init",
        "gran, grant",
        "GRANT, grant",
        "insp, inspect",
        "inspct, inspect",
        "revok, revoke",
        "--prof, --proof",
        "ownre, owner",
    })
    void namesTheWordThatWasMeantFirst(String typed, String meant) {
        assertThat(Typo.near(typed, WORDS)).startsWith(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyzzy", "i", "completion", "''"})
    void namesNothingThatIsFar(String typed) {
        assertThat(Typo.near(typed, WORDS)).isEmpty();
        assertThat(Typo.hint(typed, WORDS)).isEmpty();
    }

    @Test
    void countsEachFaultOnce() throws Exception {
        Seeds.forEach(
                200,
                random -> {
                    var word =
                            random.ints(12, 'a', 'z')
                                    .collect(
                                            StringBuilder::new,
                                            (b, c) -> b.append((char) c),
                                            StringBuilder::append);
                    int at = random.nextInt(word.length() - 1);
                    var swapped = new StringBuilder(word);
                    swapped.setCharAt(at, word.charAt(at + 1));
                    swapped.setCharAt(at + 1, word.charAt(at));
                    var dropped = new StringBuilder(word).deleteCharAt(at);

                    assertThat(Typo.distance(word.toString(), swapped.toString()))
                            .isLessThanOrEqualTo(1);
                    assertThat(Typo.distance(word.toString(), dropped.toString())).isEqualTo(1);
                    assertThat(Typo.distance(dropped.toString(), word.toString())).isEqualTo(1);
                });
    }
}

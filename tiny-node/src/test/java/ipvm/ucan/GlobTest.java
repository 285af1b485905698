package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    private static boolean matches(String pattern, String text) {
        return new Glob(pattern).matches(text, new Steps(100_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | `` | true",
                "`` | a | false",
                "* | `` | true",
                "* | anything | true",
                "*** | `` | true",
                "a | a | true",
                "a | ab | false",
                "ab | a | false",
                "a* | a | true",
                "a* | ba | false",
                "*a | ba | true",
                "*a | ab | false",
                "a*c | abc | true",
                "a*c | ac | true",
                "a*c | acb | false",
                "a*b*c | aXbYbZc | true",
                "*a*a* | ba | false",
                "*ab | aab | true",
                "a.c | abc | false",
                "a?c | abc | false",
                "[a] | a | false",
                "\\* | * | true",
                "\\* | a | false",
                "\\* | \\* | false",
                "\\** | *abc | true",
                "*\\* | abc* | true",
                "*\\* | abc | false",
                "\\a | \\a | true",
                "\\ | \\ | true",
                "a\\ | a\\ | true",
                "\\\\* | \\* | true",
                "\\\\* | \\\\x | false",
                "Alice\\*, Bob*, Carol. | Alice*, Bob, Dan, Erin, Carol. | true",
                "Alice\\*, Bob*, Carol. | Alice, Bob, Carol. | false",
                "😀* | 😀x | true",
                "*😀 | x😁 | false",
            })
    void matchesWholeTexts(String pattern, String text, boolean matches) {
        assertThat(matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void agreesWithRegularExpressions() throws Exception {
        Seeds.forEach(
                20_000,
                random -> {
                    var pattern = word(random, "ab*\\", 8);
                    var text = word(random, "ab*\\", 10);

                    assertThat(matches(pattern, text))
                            .as("'%s' against '%s'", text, pattern)
                            .isEqualTo(regex(pattern).matcher(text).matches());
                });
    }

    private static String word(java.util.random.RandomGenerator random, String of, int max) {
        return random.ints(random.nextInt(max), 0, of.length())
                .mapToObj(i -> of.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static Pattern regex(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("\\*", i)) {
                regex.append("\\*");
                i++;
            } else {
                regex.append(
                        glob.charAt(i) == '*' ? ".*" : Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// Each character of the text may have to be tried again from each point of return.
    @Test
    void spendsAStepForEachComparisonAndStopsWhenTheyAreSpent() {
        var steps = new Steps(50_000);

        assertThat(new Glob("*" + "a".repeat(500) + "b").matches("a".repeat(10_000), steps))
                .isFalse();
        assertThat(steps.areSpent()).isTrue();
    }

    @Test
    void spendsStepsOnTrailingStarsToo() {
        var steps = new Steps(10);

        assertThat(new Glob("*".repeat(11)).matches("", steps)).isFalse();
        assertThat(steps.areSpent()).isTrue();
        assertThat(new Glob("*".repeat(10)).matches("", new Steps(10))).isTrue();
    }
}

package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static final Ipld ARGS =
            Ipld.map(
                    "list",
                    list(10, 11, 12, 13),
                    "text",
                    Ipld.of("a😀é"),
                    "bytes",
                    Ipld.of(Bytes.of(0, 127, 255)),
                    "map",
                    Ipld.map("x", Ipld.of(1), "yy", Ipld.of(2)),
                    "none",
                    Ipld.ofNull(),
                    "a b.c\"d\\é",
                    Ipld.of("odd"),
                    "naïve_1-$",
                    Ipld.of("plain"));

    private static Optional<Ipld> select(String selector) throws Exception {
        return Selector.parse(selector).in(ARGS);
    }

    @Test
    void readsEachSegment() throws Exception {
        assertThat(Selector.parse(".").segments()).isEmpty();
        assertThat(Selector.parse(".a[0][-1:]?[\"b\"][]??").segments())
                .isEqualTo(
                        List.of(
                                new Segment.Key("a", false),
                                new Segment.Index(0, false),
                                new Segment.Slice(OptionalLong.of(-1), OptionalLong.empty(), true),
                                new Segment.Key("b", false),
                                new Segment.Values(true)));
        assertThat(Selector.parse(".[0].b.[1]").segments()).hasSize(3);
        assertThat(Selector.parse(".a?[:]")).hasToString(".a?[:]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0 | '.' at the start | the end",
                "a | 0 | '.' at the start | 'a'",
                "[\"a\"] | 0 | '.' at the start | '['",
                ".. | 1 | a field name | '.'",
                ".a..b | 3 | a field name | '.'",
                ".a. | 3 | a field name | the end",
                ".? | 1 | a field name | '?'",
                ".a b | 2 | '.' or '[' | ' '",
                ".a]b | 2 | '.' or '[' | ']'",
                ".a?b | 3 | '.' or '[' | 'b'",
                ".[ | 2 | an index, a range or a quoted key | the end",
                ".[x] | 2 | an index, a range or a quoted key | 'x'",
                ".[ 0] | 2 | an index, a range or a quoted key | ' '",
                ".[+1] | 2 | an index, a range or a quoted key | '+'",
                ".[?] | 2 | an index, a range or a quoted key | '?'",
                ".[0 | 3 | ']' | the end",
                ".[0x] | 3 | ']' | 'x'",
                ".[1:2 | 5 | ']' | the end",
                ".[1:2:3] | 5 | ']' | ':'",
                ".[-] | 3 | 1 to 15 digits | ']'",
                ".[--1] | 3 | 1 to 15 digits | '-'",
                ".[1:-] | 5 | 1 to 15 digits | ']'",
                ".[1234567890123456] | 18 | 1 to 15 digits | ']'",
                ".[\"a] | 5 | a closing quote | the end",
                ".[\"a\\\"] | 7 | a closing quote | the end",
                ".[\"a\" | 5 | ']' | the end",
                ".[\"a\"b] | 5 | ']' | 'b'",
            })
    void namesTheFaultAndItsPlace(String text, int at, String expected, String found) {
        assertThatRefuses(() -> Selector.parse(text))
                .hasWhat("selector '" + text + "': " + expected)
                .hasFound(found)
                .hasOffset(at);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {".[\"a\\q\"] | 4", ".x[\"\\ud83d\"] | 4", ".x[\"\\u12\"] | 8"})
    void namesTheFaultInsideOfQuotes(String text, int at) {
        assertThatRefuses(() -> Selector.parse(text))
                .hasWhat("selector '" + text + "'")
                .hasOffset(at);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".[\"list\"][0] | 10",
                ".list[-1] | 13",
                ".list[-4] | 10",
                ".list[3] | 13",
                ".map.x | 1",
                ".map[\"yy\"] | 2",
                ".map[][1] | 2",
                ".list[][1] | 11",
                ".bytes[0] | 0",
                ".bytes[-1] | 255",
            })
    void findsNumbers(String selector, long number) throws Exception {
        assertThat(select(selector)).contains(Ipld.of(number));
    }

    @Test
    void takesTheEscapesOfJsonInQuotedKeys() throws Exception {
        assertThat(select(".[\"a b.c\\\"d\\\\\\u00e9\"]")).contains(Ipld.of("odd"));
        assertThat(select(".[\"a b.c\\\"d\\\\é\"]")).contains(Ipld.of("odd"));
        assertThat(select(".naïve_1-$")).contains(Ipld.of("plain"));
    }

    @Test
    void countsTextByCodePoints() throws Exception {
        assertThat(select(".text[1]")).contains(Ipld.of("😀"));
        assertThat(select(".text[-1]")).contains(Ipld.of("é"));
        assertThat(select(".text[-2:]")).contains(Ipld.of("😀é"));
        assertThat(select(".text[:1]")).contains(Ipld.of("a"));
        assertThat(select(".text[3]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "[:], 0, 4",
        "[0:], 0, 4",
        "[1:3], 1, 3",
        "[-2:], 2, 4",
        "[:-1], 0, 3",
        "[-3:-1], 1, 3",
        "[2:99], 2, 4",
        "[-99:2], 0, 2",
        "[3:1], 3, 3",
        "[4:], 4, 4",
        "[99:], 4, 4",
        "[-1:-3], 3, 3",
        "[:-99], 0, 0",
        "[-999999999999999:999999999999999], 0, 4",
    })
    void cutsListsToWhatIsThere(String slice, int from, int to) throws Exception {
        var whole = List.of(Ipld.of(10), Ipld.of(11), Ipld.of(12), Ipld.of(13));

        assertThat(select(".list" + slice)).contains(new Ipld.List(whole.subList(from, to)));
    }

    @Test
    void cutsBytesToBytes() throws Exception {
        assertThat(select(".bytes[1:]")).contains(Ipld.of(Bytes.of(127, 255)));
        assertThat(select(".bytes[3:]")).contains(Ipld.of(Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".absent",
                ".list[4]",
                ".list[-5]",
                ".list.x",
                ".map[0]",
                ".map[0:1]",
                ".text.x",
                ".text[]",
                ".bytes[]",
                ".bytes[3]",
                ".none.x",
                ".none[0]",
                ".none[]",
                ".none[:]",
                ".map.x[0]",
                ".map.x[:]",
            })
    void findsNothingWhereNothingIs(String selector) throws Exception {
        assertThat(select(selector)).isEmpty();
        assertThat(select(selector + "?")).contains(Ipld.ofNull());
        assertThat(select(selector + "???")).contains(Ipld.ofNull());
        assertThat(select(selector + "?.x")).isEmpty();
    }

    /// What follows cannot mend what failed before it.
    @Test
    void endsAtTheFirstSegmentThatFails() throws Exception {
        assertThat(select(".absent.x?")).isEmpty();
        assertThat(select(".list[9][0]?")).isEmpty();
        assertThat(select(".absent?.x?")).contains(Ipld.ofNull());
    }

    @Test
    void leavesWhatIsThereAloneWhenOptional() throws Exception {
        assertThat(select(".map.x?")).contains(Ipld.of(1));
        assertThat(select(".none?")).contains(Ipld.ofNull());
        assertThat(select(".none")).contains(Ipld.ofNull());
        assertThat(select(".")).contains(ARGS);
    }
}

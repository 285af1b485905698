package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ipvm.testkit.Malformed;
import ipvm.testkit.Seeds;
import ipvm.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MultibaseTest {

    private static final Map<String, Multibase> NAMES =
            Map.of(
                    "base16", Multibase.BASE16,
                    "base16upper", Multibase.BASE16_UPPER,
                    "base32", Multibase.BASE32,
                    "base32upper", Multibase.BASE32_UPPER,
                    "base36", Multibase.BASE36,
                    "base58btc", Multibase.BASE58_BTC,
                    "base64", Multibase.BASE64,
                    "base64pad", Multibase.BASE64_PAD,
                    "base64url", Multibase.BASE64_URL);

    /// One row of a file: what the text must mean, and in which base it stands.
    private record Row(Bytes plain, String base, String text) {}

    @Test
    void readsAndWritesThePublishedTextsOfEverySupportedBase() throws Exception {
        var rows = new ArrayList<Row>();
        rows.addAll(rows("basic", Bytes.utf8("yes mani !")));
        rows.addAll(rows("leading_zero", Bytes.utf8("\0yes mani !")));
        rows.addAll(rows("two_leading_zeros", Bytes.utf8("\0\0yes mani !")));
        Tally.all(
                "multibase",
                3 * NAMES.size(),
                supported(rows, NAMES::containsKey),
                row -> {
                    assertThat(Multibase.decode(row.text())).isEqualTo(row.plain());
                    assertThat(base(row).encode(row.plain())).isEqualTo(row.text());
                });
    }

    @Test
    void readsEitherCaseWhereABaseHasNone() throws Exception {
        var rows = rows("case_insensitivity", Bytes.utf8("hello world"));
        Tally.all(
                "multibase, either case",
                5,
                supported(rows, NAMES::containsKey),
                row -> assertThat(Multibase.decode(row.text())).isEqualTo(row.plain()));
    }

    @Test
    void namesThePrefixOfEveryBaseItLacks() throws Exception {
        var rows = supported(rows("basic", Bytes.EMPTY), base -> !NAMES.containsKey(base));
        Tally.all(
                "multibase, unsupported",
                14,
                rows,
                row ->
                        Malformed.assertThatRefuses(() -> Multibase.decode(row.text()))
                                .hasWhat("multibase prefix (one of fFbBkzmMu)")
                                .hasFound("'" + row.text().charAt(0) + "'")
                                .hasOffset(0));
    }

    @Test
    void returnsWhatItWroteInEveryBase() throws Exception {
        Seeds.forEach(
                300,
                random -> {
                    var array = new byte[random.nextInt(100)];
                    random.nextBytes(array);
                    int zeros = random.nextInt(4);
                    for (int i = 0; i < Math.min(zeros, array.length); i++) {
                        array[i] = 0;
                    }
                    var bytes = Bytes.wrap(array);
                    for (var base : Multibase.values()) {
                        assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
                        assertThat(base.decodeBare(base.encodeBare(bytes))).isEqualTo(bytes);
                    }
                });
    }

    @Test
    void agreesWithTheRuntimeOnBase64() throws Exception {
        Seeds.forEach(
                300,
                random -> {
                    var array = new byte[random.nextInt(100)];
                    random.nextBytes(array);
                    var bytes = Bytes.wrap(array);
                    var padded = java.util.Base64.getEncoder();
                    var url = java.util.Base64.getUrlEncoder().withoutPadding();
                    assertThat(Multibase.BASE64_PAD.encodeBare(bytes))
                            .isEqualTo(padded.encodeToString(array));
                    assertThat(Multibase.BASE64.encodeBare(bytes))
                            .isEqualTo(padded.withoutPadding().encodeToString(array));
                    assertThat(Multibase.BASE64_URL.encodeBare(bytes))
                            .isEqualTo(url.encodeToString(array));
                });
    }

    @Test
    void refusesAnEmptyText() {
        Malformed.assertThatRefuses(() -> Multibase.decode(""))
                .hasWhat("multibase prefix")
                .hasFound("empty text")
                .hasOffset(0);
    }

    @Test
    void pointsAtTheFirstSymbolThatIsNotOfTheBase() {
        refusesSymbol("f00g0", "base16 symbol", 3);
        refusesSymbol("baa0a", "base32 symbol", 3);
        refusesSymbol("k0-", "base36 symbol", 2);
        refusesSymbol("z1O", "base58 symbol", 2);
        refusesSymbol("mAA-A", "base64 symbol", 3);
        refusesSymbol("uAA+A", "base64 symbol", 3);
        refusesSymbol("mAA\u20acA", "base64 symbol", 3);
        refusesSymbol("mAA\u007fA", "base64 symbol", 3);
        refusesSymbol("MAA=A", "base64 symbol", 3);
    }

    @Test
    void refusesBitsThatNoByteNeeds() {
        for (var text : List.of("f0", "ba", "bb", "baaaa7777a", "mA", "mAB", "mAAB", "uAAAAA")) {
            Malformed.assertThatRefuses(() -> Multibase.decode(text))
                    .hasFound("bits that no byte needs")
                    .hasOffset(text.length());
        }
    }

    @Test
    void refusesPaddingOfTheWrongLength() {
        for (var text :
                List.of("MAA", "MAA=", "MAA===", "MAAA", "MAAA==", "MAAAA=", "M=", "M====")) {
            Malformed.assertThatRefuses(() -> Multibase.decode(text))
                    .hasWhat("base64 padding")
                    .hasOffset(text.replace("=", "").length());
        }
        Malformed.assertThatRefuses(() -> Multibase.decode("mAA==")).hasFound("'='").hasOffset(3);
        Malformed.assertThatRefuses(() -> Multibase.decode("uAA==")).hasFound("'='").hasOffset(3);
    }

    @Test
    void refusesTextsTooLongForABaseThatIsQuadratic() throws Exception {
        assertThat(Multibase.decode("z" + "1".repeat(2_048)))
                .isEqualTo(Bytes.wrap(new byte[2_048]));
        Malformed.assertThatRefuses(() -> Multibase.decode("z" + "1".repeat(2_049)))
                .hasWhat("base58 text of at most 2048 characters")
                .hasFound("2049 characters")
                .hasOffset(1);
    }

    @Test
    void writesNothingTooLongForABaseThatIsQuadratic() {
        assertThat(Multibase.BASE36.encode(Bytes.wrap(new byte[1_024]))).hasSize(1_025);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Multibase.BASE36.encode(Bytes.wrap(new byte[1_025])))
                .withMessageContaining("1025 bytes in base36");
    }

    private static Multibase base(Row row) {
        return Objects.requireNonNull(NAMES.get(row.base()));
    }

    private static void refusesSymbol(String text, String what, int offset) {
        Malformed.assertThatRefuses(() -> Multibase.decode(text))
                .hasWhat(what)
                .hasFound("'" + text.charAt(offset) + "'")
                .hasOffset(offset);
    }

    private static List<Row> supported(List<Row> rows, Predicate<String> base) {
        return rows.stream().filter(row -> base.test(row.base())).toList();
    }

    /// The first line is a heading; the others are `base, "text"`.
    private static List<Row> rows(String file, Bytes plain) {
        return Vectors.text("multiformats/multibase-" + file + ".csv")
                .lines()
                .skip(1)
                .flatMap(line -> row(line, plain).stream())
                .toList();
    }

    private static Optional<Row> row(String line, Bytes plain) {
        int comma = line.indexOf(',');
        if (comma < 0) {
            return Optional.empty();
        }
        var text = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
        return Optional.of(new Row(plain, line.substring(0, comma).strip(), text));
    }
}

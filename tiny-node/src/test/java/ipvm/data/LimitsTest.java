package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Each limit lets through what just fits, and names the byte of what does not.
final class LimitsTest {

    private static final Limits LOW = new Limits(2, 3, 4, 20);

    @Test
    void refusesLimitsThatAreNone() {
        for (int bad : new int[] {Integer.MIN_VALUE, -1, 0}) {
            requireNone("depthMax " + bad, () -> new Limits(bad, 1, 1, 1));
            requireNone("itemsMax " + bad, () -> new Limits(1, bad, 1, 1));
            requireNone("textBytesMax " + bad, () -> new Limits(1, 1, bad, 1));
            requireNone("blockBytesMax " + bad, () -> Limits.DEFAULT.withBlockBytesMax(bad));
        }
        requireNone("depthMax 1001 is not in 1..1000", () -> new Limits(1_001, 1, 1, 1));
        int most = Integer.MAX_VALUE;
        assertThat(new Limits(1_000, most, most, most)).isNotEqualTo(new Limits(1, 1, 1, 1));
    }

    private static void requireNone(String said, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(said);
    }

    @Test
    void boundsDagCbor() throws MalformedException {
        cborFits("8180");
        cborRefuses("818180", "at most 2 levels", 2);
        cborFits("a160a0");
        cborRefuses("a16081a0", "at most 2 levels", 3);
        cborFits("83000000");
        cborRefuses("8400000000", "collection of at most 3 items", 0);
        cborFits("a3" + "6000" + "616100" + "616200");
        cborRefuses("a4" + "6000" + "616100" + "616200" + "616300", "at most 3 items", 0);
        cborFits("6461616161");
        cborRefuses("656161616161", "text of at most 4 bytes", 0);
        cborRefuses("a165616161616100", "text of at most 4 bytes", 1);
        cborFits("53" + "00".repeat(19));
        cborRefuses("54" + "00".repeat(20), "block of at most 20 bytes", 0);
    }

    @Test
    void boundsDagJson() throws MalformedException {
        jsonFits("[[]]");
        jsonRefuses("[[[]]]", "at most 2 levels", 2);
        jsonFits("{\"\":{}}");
        jsonRefuses("{\"\":[{}]}", "at most 2 levels", 5);
        jsonFits("[0,0,0]");
        jsonRefuses("[0,0,0,0]", "collection of at most 3 items", 7);
        jsonFits("{\"\":0,\"a\":0,\"b\":0}");
        jsonFits("\"aaa\"");
        jsonRefuses("\"aaaaa\"", "text of at most 4 bytes", 0);
        jsonRefuses("[\"\\n\\n\\n\"]", "text of at most 4 bytes", 1);
        jsonFits("\"a\"" + " ".repeat(17), false);
        jsonRefuses("[[],[],[],[],[],[],0]", "text of at most 20 bytes", 0);
    }

    @Test
    void boundsTheEntriesOfADagJsonMap() {
        var one = new Limits(2, 1, 4, 20);
        var input = Bytes.utf8("{\"\":0,\"a\":0}");

        assertThatRefuses(() -> DagJson.decode(input, one)).hasWhat("at most 1 items");
        assertThatRefuses(() -> DagJson.read(input, one)).hasWhat("at most 1 items");
    }

    @Test
    void boundsTheDigitsOfANumber() {
        var digits = "1." + "0".repeat(1_100);
        assertThatRefuses(() -> DagJson.read(digits))
                .hasWhat("digits")
                .hasFound("more than a number needs");
        assertThatRefuses(() -> DagJson.read("1".repeat(1_100))).hasFound("more than a number");
    }

    private static void cborFits(String hex) throws MalformedException {
        var input = Bytes.fromHex(hex);
        assertThat(DagCbor.encode(DagCbor.decode(input, LOW))).isEqualTo(input);
    }

    private static void cborRefuses(String hex, String what, int offset) throws MalformedException {
        var input = Bytes.fromHex(hex);
        assertThatRefuses(() -> DagCbor.decode(input, LOW)).hasWhat(what).hasOffset(offset);
        assertThat(DagCbor.encode(DagCbor.decode(input))).isEqualTo(input);
    }

    private static void jsonFits(String text) throws MalformedException {
        jsonFits(text, true);
    }

    private static void jsonFits(String text, boolean strict) throws MalformedException {
        var input = Bytes.utf8(text);
        var value = DagJson.read(input, LOW);
        assertThat(DagJson.text(value)).isEqualTo(text.strip());
        if (strict) {
            assertThat(DagJson.decode(input, LOW)).isEqualTo(value);
        }
    }

    private static void jsonRefuses(String text, String what, int offset)
            throws MalformedException {
        var input = Bytes.utf8(text);
        assertThatRefuses(() -> DagJson.decode(input, LOW)).hasWhat(what).hasOffset(offset);
        assertThatRefuses(() -> DagJson.read(input, LOW)).hasWhat(what).hasOffset(offset);
        assertThat(DagJson.encode(DagJson.decode(input))).isEqualTo(input);
    }
}

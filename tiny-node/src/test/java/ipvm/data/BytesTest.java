package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static final Bytes FIVE = Bytes.of(1, 2, 3, 4, 0xff);

    @Test
    void answersUnsignedBytes() {
        assertThat(FIVE.at(4)).isEqualTo(255);
        assertThat(FIVE.slice(3, 5).at(1)).isEqualTo(255);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> FIVE.at(5))
                .withMessage("5 of 5 bytes");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> FIVE.at(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> FIVE.slice(1, 3).at(2));
    }

    @Test
    void slicesWithoutCopyingAndNeverBeyondItself() {
        var middle = FIVE.slice(1, 4);

        assertThat(middle).isEqualTo(Bytes.of(2, 3, 4)).hasSameHashCodeAs(Bytes.of(2, 3, 4));
        assertThat(middle.slice(1, 3)).isEqualTo(Bytes.of(3, 4));
        assertThat(middle.from(3)).isSameAs(Bytes.EMPTY);
        assertThat(middle.array()).isSameAs(FIVE.array());
        assertThat(middle.start()).isEqualTo(1);
        for (int[] range : new int[][] {{-1, 1}, {2, 1}, {0, 4}, {4, 4}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> middle.slice(range[0], range[1]))
                    .withMessage(range[0] + ".." + range[1] + " of 3 bytes");
        }
    }

    @Test
    void isNotChangedThroughTheArraysItGivesOrCopies() {
        var source = new byte[] {1, 2};
        var copy = Bytes.copyOf(source);
        source[0] = 9;
        copy.toArray()[1] = 9;

        assertThat(copy).isEqualTo(Bytes.of(1, 2));
        assertThat(Bytes.wrap(new byte[0])).isSameAs(Bytes.EMPTY);
    }

    @Test
    void detachesASliceFromItsBlock() {
        var slice = FIVE.slice(1, 3);

        assertThat(FIVE.detached()).isSameAs(FIVE);
        assertThat(slice.detached()).isEqualTo(slice);
        assertThat(slice.detached().array()).hasSize(2);
    }

    @Test
    void ordersUnsignedAndPrefixesFirst() {
        assertThat(Bytes.of(0x7f)).isLessThan(Bytes.of(0x80));
        assertThat(Bytes.of(1)).isLessThan(Bytes.of(1, 0));
        assertThat(Bytes.EMPTY).isLessThan(Bytes.of(0));
        assertThat(FIVE.slice(1, 2)).isEqualByComparingTo(Bytes.of(2));
        assertThat(Bytes.of(1)).isNotEqualTo(Bytes.of(2)).isNotEqualTo("01");
    }

    @Test
    void knowsItsPrefixes() {
        assertThat(FIVE.startsWith(Bytes.EMPTY)).isTrue();
        assertThat(FIVE.startsWith(Bytes.of(1, 2))).isTrue();
        assertThat(FIVE.startsWith(FIVE)).isTrue();
        assertThat(FIVE.startsWith(Bytes.of(2))).isFalse();
        assertThat(Bytes.of(1).startsWith(Bytes.of(1, 2))).isFalse();
    }

    @Test
    void hashesAsArraysDo() throws Exception {
        Seeds.forEach(
                200,
                random -> {
                    var array = new byte[random.nextInt(50)];
                    random.nextBytes(array);
                    assertThat(Bytes.copyOf(array)).hasSameHashCodeAs(Bytes.wrap(array));
                    assertThat(Bytes.wrap(array).hashCode()).isEqualTo(Arrays.hashCode(array));
                });
    }

    @Test
    void readsHexOfEitherCase() throws Exception {
        assertThat(Bytes.fromHex("00fFA9")).isEqualTo(Bytes.of(0, 0xff, 0xa9));
        assertThat(Bytes.fromHex("")).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.of(0, 0xff, 0xa9).hex()).isEqualTo("00ffa9");
        assertThatRefuses(() -> Bytes.fromHex("00g0"))
                .hasWhat("hex digit")
                .hasFound("'g'")
                .hasOffset(2);
        assertThatRefuses(() -> Bytes.fromHex("000"))
                .hasWhat("hex digits in pairs")
                .hasFound("a lone one")
                .hasOffset(3);
    }

    @Test
    void joinsItsParts() {
        assertThat(Bytes.concat(FIVE.slice(1, 3), Bytes.EMPTY, Bytes.of(7)))
                .isEqualTo(Bytes.of(2, 3, 7));
        assertThat(Bytes.concat()).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.EMPTY.isEmpty()).isTrue();
        assertThat(FIVE.isEmpty()).isFalse();
    }

    @Test
    void handsItselfToStreamsAndDigests() throws Exception {
        var slice = FIVE.slice(1, 4);
        var out = new ByteArrayOutputStream();
        slice.writeTo(out);
        var digest = MessageDigest.getInstance("SHA-256");
        slice.update(digest);

        assertThat(out.toByteArray()).containsExactly(2, 3, 4);
        assertThat(slice.stream().readAllBytes()).containsExactly(2, 3, 4);
        assertThat(Bytes.wrap(digest.digest()))
                .isEqualTo(Multihash.of(HashFunction.SHA2_256, slice).digest());
    }

    @Test
    void showsLongBytesInShort() {
        assertThat(FIVE).hasToString("01020304ff");
        assertThat(Bytes.wrap(new byte[32])).hasToString("00".repeat(32));
        assertThat(Bytes.wrap(new byte[33])).hasToString("00".repeat(32) + "... (33 bytes)");
    }
}

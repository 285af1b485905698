package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MalformedExceptionTest {

    @Test
    void saysWhatWasFoundAndWhere() {
        var fault = new MalformedException("varint", "0x80", 7);

        assertThat(fault).hasMessage("varint: found 0x80 at byte 7").hasNoSuppressedExceptions();
        assertThat(fault.getStackTrace()).isEmpty();
        assertThat(fault.offset()).isEqualTo(7);
        assertThat(fault.line()).isZero();
        assertThat(fault.column()).isZero();
    }

    @Test
    void saysNoPlaceWhereThereIsNone() {
        var fault = new MalformedException("key", "another kind");

        assertThat(fault).hasMessage("key: found another kind");
        assertThat(fault.within("token", 5)).hasMessage("token: key: found another kind");
        assertThat(fault.lineIn(Bytes.utf8("a\nb"))).isSameAs(fault);
    }

    @Test
    void movesWithTheWholeItStandsIn() {
        var fault = new MalformedException("varint", "0x80", 0).within("CID", 4);

        assertThat(fault).hasMessage("CID: varint: found 0x80 at byte 4");
        assertThat(fault.what()).isEqualTo("CID: varint");
        assertThat(fault.found()).isEqualTo("0x80");
    }

    @Test
    void countsLinesAndColumnsFromOne() {
        var text = Bytes.utf8("ab\n\ncd");
        int[][] places = {{1, 1}, {1, 2}, {1, 3}, {2, 1}, {3, 1}, {3, 2}, {3, 3}};

        for (int offset = 0; offset <= text.size(); offset++) {
            var fault = new MalformedException("word", "x", offset).lineIn(text);
            assertThat(new int[] {fault.line(), fault.column()}).isEqualTo(places[offset]);
            assertThat(fault.offset()).isEqualTo(offset);
        }
        assertThat(new MalformedException("word", "x", 5).lineIn(text))
                .hasMessage("word: found x at line 3, column 2");
    }

    @Test
    void clipsWhatWouldFloodALog() {
        var fits = "x".repeat(120);

        assertThat(new MalformedException("text", fits).found()).isEqualTo(fits);
        assertThat(new MalformedException("text", fits + "x").found())
                .isEqualTo("x".repeat(117) + "...");
        assertThat(new MalformedException("text", fits + "x").getMessage()).hasSize(132);
    }
}

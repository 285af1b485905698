package ipvm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The harness itself: a check that cannot fail would let every decoder pass.
class FuzzTest {

    private static final List<Bytes> CORPUS = List.of(Bytes.of(1, 2, 3, 4));

    private final PrintStream err = System.err;

    /// The failures of this class are wanted: their seeds would only mislead who reads the log.
    @BeforeEach
    void silenceSeeds() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    }

    @AfterEach
    void speakAgain() {
        System.setErr(err);
    }

    @Test
    void letsADecoderPassThatOnlyRefuses() throws Exception {
        Fuzz.run("refuser", CORPUS, FuzzTest::refused);
    }

    @Test
    void catchesAnEscapeThatIsNotMalformedException() {
        assertThatThrownBy(() -> Fuzz.run("indexer", CORPUS, input -> input.at(0)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void catchesALengthThatIsBelieved() {
        assertThatThrownBy(() -> Fuzz.run("believer", CORPUS, input -> new byte[1 << 20].length))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes allocated by believer");
    }

    @Test
    void holdsAllocationAgainstThePayloadWhereOneIsGiven() throws Exception {
        Fuzz.<Integer>of("inflater", CORPUS, input -> new byte[1 << 17].length)
                .payload(input -> 1 << 17)
                .run();
    }

    @Test
    void catchesAPropertyThatBreaks() {
        var fuzz =
                Fuzz.<Integer>of("sizer", CORPUS, Bytes::size)
                        .holding((input, size) -> assertThat(size).isEqualTo(4));

        assertThatThrownBy(fuzz::run).isInstanceOf(AssertionError.class);
    }

    private static Bytes refused(Bytes input) throws MalformedException {
        throw new MalformedException("nothing at all", input.toString(), 0);
    }
}

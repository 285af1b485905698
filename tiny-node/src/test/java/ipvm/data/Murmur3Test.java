package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                                             0000000000000000
                    test,                                           ac7d28cc74bde19d
                    hello,                                          cbd8a7b341bd9b02
                    abcdefghi,                                      0547c0cff13c7964
                    'hello, world',                                 342fac623a5ebc8e
                    abcdefghijklmno,                                8abe2451890c2ffb
                    123456789012345,                                887001aea2afcfd6
                    1234567890123456,                               4fbe5dc5c0e32cf8
                    19 Jan 2038 at 3:14:07 AM,                      b89e5988b737affc
                    The quick brown fox jumps over the lazy dog,    e34bbc7bbc071b6c
                    The quick brown fox jumps over the lazy dog.,   cd99481f9ee902c9
                    """)
    void hashesAsPublished(String text, String hash) {
        assertThat(Murmur3.hash64(Bytes.utf8(text))).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}

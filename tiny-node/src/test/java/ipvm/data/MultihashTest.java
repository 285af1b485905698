package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ipvm.testkit.Tally;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MultihashTest {

    private static final Bytes CONTENT = Bytes.utf8("tiny");
    private static final Map<String, HashFunction> NAMES =
            Map.of("sha2-256", HashFunction.SHA2_256, "sha2-512", HashFunction.SHA2_512);

    /// One row of the published table: the digest cut to a number of bits.
    private record Row(String algorithm, int bits, Bytes input, Bytes multihash) {}

    @Test
    void computesThePublishedDigests() throws Exception {
        var rows = rows().stream().filter(row -> NAMES.containsKey(row.algorithm())).toList();
        Tally.all(
                "multihash, sha2-256 and sha2-512",
                140,
                rows,
                row -> {
                    var function = Objects.requireNonNull(NAMES.get(row.algorithm()));
                    var hash = Multihash.decode(row.multihash());
                    assertThat(hash.encode()).isEqualTo(row.multihash());
                    assertThat(hash.function()).isEqualTo(function);
                    assertThat(hash.digest().size()).isEqualTo(row.bits() / 8);
                    assertThat(
                                    Multihash.of(function, row.input())
                                            .digest()
                                            .startsWith(hash.digest()))
                            .isTrue();
                });
    }

    @Test
    void takesATruncatedDigestOnlyWhileItStillStandsForItsContent() throws Exception {
        var rows = rows().stream().filter(row -> NAMES.containsKey(row.algorithm())).toList();
        for (var row : rows) {
            var hash = Multihash.decode(row.multihash());
            if (row.bits() >= 160) {
                assertThat(hash.matches(row.input())).isTrue();
                assertThat(hash.matches(CONTENT)).isFalse();
            } else {
                assertThatRefuses(() -> hash.matches(row.input()))
                        .hasWhat("digest of at least 20 bytes")
                        .hasFound("10 bytes");
            }
        }
    }

    @Test
    void carriesPublishedDigestsOfFunctionsItLacksAndNamesThem() throws Exception {
        var names = Map.of("sha1", "sha1 (0x11)", "sha3", "sha3-512 (0x14)");
        var rows = rows().stream().filter(row -> names.containsKey(row.algorithm())).toList();
        Tally.all(
                "multihash, carried only",
                120,
                rows,
                row -> {
                    var hash = Multihash.decode(row.multihash());
                    assertThat(hash.encode()).isEqualTo(row.multihash());
                    assertThatRefuses(hash::function)
                            .hasWhat("one of identity, sha2-256, sha2-512, sha3-256")
                            .hasFound(Objects.requireNonNull(names.get(row.algorithm())));
                    assertThatRefuses(() -> hash.matches(row.input())).hasWhat("hash function");
                });
    }

    /// The published table has no row for these two; the digests are those of FIPS 202.
    @Test
    void computesSha3AndIdentity() throws Exception {
        assertThat(Multihash.of(HashFunction.SHA3_256, Bytes.EMPTY).encode().hex())
                .isEqualTo("1620a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
        assertThat(Multihash.of(HashFunction.SHA3_256, Bytes.utf8("abc")).encode().hex())
                .isEqualTo("16203a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
        assertThat(Multihash.of(HashFunction.IDENTITY, CONTENT).encode())
                .isEqualTo(Bytes.concat(Bytes.of(0, 4), CONTENT));
    }

    @Test
    void matchesOnlyTheWholeContentUnderIdentity() throws Exception {
        var hash = Multihash.of(HashFunction.IDENTITY, CONTENT);

        assertThat(hash.matches(CONTENT)).isTrue();
        assertThat(hash.matches(Bytes.utf8("tiny node"))).isFalse();
        assertThat(hash.matches(Bytes.utf8("tin"))).isFalse();
    }

    @Test
    void noticesEveryChangedByteOfADigest() throws Exception {
        for (var function :
                List.of(HashFunction.SHA2_256, HashFunction.SHA2_512, HashFunction.SHA3_256)) {
            var digest = Multihash.of(function, CONTENT).digest().toArray();
            assertThat(new Multihash(function.code(), Bytes.copyOf(digest)).matches(CONTENT))
                    .isTrue();
            for (int i = 0; i < digest.length; i++) {
                var changed = digest.clone();
                changed[i] ^= 1;
                assertThat(new Multihash(function.code(), Bytes.wrap(changed)).matches(CONTENT))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesADigestLongerThanItsFunctionMakes() throws Exception {
        assertThat(Multihash.decode(hash(0x12, 32)).digest().size()).isEqualTo(32);
        assertThat(Multihash.decode(hash(0x13, 64)).digest().size()).isEqualTo(64);
        assertThat(Multihash.decode(hash(0x16, 32)).digest().size()).isEqualTo(32);
        assertThatRefuses(() -> Multihash.decode(hash(0x12, 33)))
                .hasWhat("digest length")
                .hasFound("33 bytes of sha2-256 (0x12)")
                .hasOffset(2);
        assertThatRefuses(() -> Multihash.decode(hash(0x13, 65)))
                .hasFound("65 bytes of sha2-512 (0x13)")
                .hasOffset(2);
        assertThatRefuses(() -> Multihash.decode(hash(0x16, 33)))
                .hasFound("33 bytes of sha3-256 (0x16)")
                .hasOffset(2);
    }

    @Test
    void refusesAnIdentityOrUnknownDigestOverItsLimit() throws Exception {
        var max = Bytes.concat(Varint.of(0), Varint.of(128), Bytes.wrap(new byte[128]));
        var over = Bytes.concat(Varint.of(0), Varint.of(129), Bytes.wrap(new byte[129]));
        var unknown = Bytes.concat(Varint.of(0x33), Varint.of(129), Bytes.wrap(new byte[129]));

        assertThat(Multihash.decode(max).digest().size()).isEqualTo(128);
        assertThatRefuses(() -> Multihash.decode(over))
                .hasFound("129 bytes of identity (0x0)")
                .hasOffset(3);
        assertThatRefuses(() -> Multihash.decode(unknown))
                .hasFound("129 bytes of unknown (0x33)")
                .hasOffset(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Multihash(0x12, Bytes.wrap(new byte[33])))
                .withMessage("33 bytes of sha2-256 (0x12)");
    }

    @Test
    void refusesTruncationAtEveryByteAndWhatFollows() {
        var whole = Multihash.of(HashFunction.SHA2_256, CONTENT).encode();
        assertThatRefuses(() -> Multihash.decode(Bytes.EMPTY))
                .hasWhat("hash function")
                .hasOffset(0);
        assertThatRefuses(() -> Multihash.decode(whole.slice(0, 1)))
                .hasWhat("digest length")
                .hasOffset(1);
        for (int size = 2; size < whole.size(); size++) {
            var cut = whole.slice(0, size);
            assertThatRefuses(() -> Multihash.decode(cut))
                    .hasWhat("digest")
                    .hasFound(size - 2 + " of 32 bytes")
                    .hasOffset(2);
        }
        assertThatRefuses(() -> Multihash.decode(Bytes.concat(whole, Bytes.of(0))))
                .hasWhat("end of multihash")
                .hasFound("1 more bytes")
                .hasOffset(34);
    }

    @Test
    void refusesADeclaredLengthOfTwoToThe63() {
        var longest = hex("12ffffffffffffffff7f");
        var longer = hex("1280808080808080808001");
        assertThatRefuses(() -> Multihash.decode(longest))
                .hasWhat("digest length")
                .hasFound(Long.MAX_VALUE + " bytes")
                .hasOffset(10);
        assertThatRefuses(() -> Multihash.decode(longer))
                .hasFound("a varint of more than 9 bytes")
                .hasOffset(1);
    }

    private static Bytes hash(int code, int size) {
        return Bytes.concat(Bytes.of(code, size), Bytes.wrap(new byte[size]));
    }

    /// `algorithm,bits,input,multihash` under one heading; the input is hashed as the text it is.
    private static List<Row> rows() {
        return Vectors.text("multiformats/multihash-test_cases.csv")
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(f -> new Row(f[0], Integer.parseInt(f[1]), Bytes.utf8(f[2]), hex(f[3])))
                .toList();
    }

    private static Bytes hex(String text) {
        return Bytes.wrap(java.util.HexFormat.of().parseHex(text));
    }
}

package ipvm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private static final long NOW = 1_800_000_000_000L;

    /// RFC 8428, 5.1.3: the times and units lean on the first record.
    private static final String MULTIPLE =
            """
            [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,
              "n":"voltage","u":"V","v":120.1},
             {"n":"current","t":-5,"v":1.2},
             {"n":"current","t":-4,"v":1.3}]
            """;

    /// RFC 8428, 6: the pack of 5.1.3 with more records, in CBOR as it stands there.
    private static final String CBOR_OF_RFC =
            "87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b00106223614120050067766f6c7461676501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333a3006763757272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3ff6666666666666a3006763757272656e74062102f93e00a3006763757272656e74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333333333";

    private static List<Measurement> read(Payload.Form form, String text)
            throws MalformedException {
        return Payload.read(form, Bytes.utf8(text), NOW);
    }

    private static Ipld json(String text) throws MalformedException {
        return DagJson.read(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21.5          | 21.5",
                "{\"t\":1}     | {\"t\":1}",
                "ON            | \"ON\"",
                "true          | true",
                "[1,2]         | [1,2]",
                "[{\"a\":1}]   | [{\"a\":1}]",
            })
    void takesWhatNobodyNamedForWhatItReadsAs(String payload, String value) throws Exception {
        assertThat(read(Payload.Form.UNKNOWN, payload))
                .containsExactly(Measurement.of(json(value)));
    }

    @Test
    void takesBytesThatAreNoTextAsBytes() throws Exception {
        var bytes = Bytes.of(0xff, 0x00);

        assertThat(Payload.read(Payload.Form.UNKNOWN, bytes, NOW))
                .containsExactly(Measurement.of(Ipld.of(bytes)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"21 | 21", "false | false", "{\"t\":1} | \"{\\\"t\\\":1}\"", "a b | \"a b\""})
    void takesTextAsWordsExceptNumbersAndTruth(String payload, String value) throws Exception {
        assertThat(read(Payload.Form.TEXT, payload)).containsExactly(Measurement.of(json(value)));
    }

    @Test
    void resolvesNamesTimesAndUnitsOfSenMl() throws Exception {
        var read = read(Payload.Form.SENML_JSON, MULTIPLE);

        assertThat(read)
                .extracting(Measurement::value)
                .containsExactly(
                        json("{\"voltage\":120.1}"),
                        json("{\"current\":1.2}"),
                        json("{\"current\":1.3}"));
        assertThat(read)
                .extracting(each -> each.unit().orElseThrow())
                .containsExactly("V", "A", "A");
        assertThat(read)
                .extracting(each -> each.atMillis().orElseThrow())
                .containsExactly(1_276_020_076_001L, 1_276_020_071_001L, 1_276_020_072_001L);
    }

    @Test
    void readsTheCborOfTheRfcAsItsJson() throws Exception {
        var cbor = Payload.read(Payload.Form.SENML_CBOR, Bytes.fromHex(CBOR_OF_RFC), NOW);

        assertThat(cbor).hasSize(6);
        assertThat(cbor.get(0).value()).isEqualTo(json("{\"voltage\":120.1,\"current\":1.7}"));
        assertThat(cbor.get(1)).isEqualTo(read(Payload.Form.SENML_JSON, MULTIPLE).get(1));
    }

    @Test
    void putsRecordsOfOneTimeIntoOneMap() throws Exception {
        var read =
                read(
                        Payload.Form.JSON,
                        """
                        [{"bn":"urn:dev:1:","n":"temperature","v":21.5,"u":"Cel"},
                         {"n":"humidity","v":40,"u":"%RH"},{"n":"open","vb":true},
                         {"n":"raw","vd":"AQI"},{"n":"words","vs":"hi"},{"n":"sum","s":3}]
                        """);

        assertThat(read).hasSize(1);
        assertThat(read.get(0).unit()).isEmpty();
        assertThat(read.get(0).atMillis()).isEmpty();
        assertThat(read.get(0).value())
                .isEqualTo(
                        Ipld.map(
                                "temperature", Ipld.of(21.5),
                                "humidity", Ipld.of(40),
                                "open", Ipld.of(true),
                                "raw", Ipld.of(Bytes.of(1, 2)),
                                "words", Ipld.of("hi"),
                                "sum", Ipld.of(3)));
    }

    @Test
    void tellsSensorsApartByFullNamesWhereTheirOwnAreOne() throws Exception {
        var read =
                read(
                        Payload.Form.SENML_JSON,
                        "[{\"bn\":\"a/\",\"n\":\"t\",\"v\":1},{\"bn\":\"b/\",\"n\":\"t\",\"v\":2}]");

        assertThat(read.get(0).value()).isEqualTo(json("{\"a/t\":1,\"b/t\":2}"));
    }

    @Test
    void takesALoneRecordWithoutANameOfItsOwnAsItsValue() throws Exception {
        var read =
                read(
                        Payload.Form.SENML_JSON,
                        "[{\"bn\":\"urn:dev:ow:10e2073a01080063\",\"bu\":\"Cel\",\"bv\":20,\"v\":3.1}]");

        assertThat(read.get(0).value()).isEqualTo(Ipld.of(23.1));
        assertThat(read.get(0).unit()).contains("Cel");
    }

    @Test
    void reckonsSmallTimesFromNow() throws Exception {
        var read = read(Payload.Form.SENML_JSON, "[{\"n\":\"a\",\"t\":-2.5,\"v\":1}]");

        assertThat(read.get(0).atMillis()).hasValue(NOW - 2_500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[1]",
                "[{\"v\":1}]",
                "[{\"n\":\"_a\",\"v\":1}]",
                "[{\"n\":\"a\",\"v\":\"1\"}]",
                "[{\"n\":\"a\",\"vb\":1}]",
                "[{\"n\":\"a\",\"vd\":\"*\"}]",
                "[{\"n\":\"a\",\"v\":1,\"must_\":1}]",
                "[{\"n\":\"a\",\"v\":1,\"bver\":11}]",
                "[{\"n\":\"a\",\"v\":1e308,\"bv\":1e308}]",
                "[{\"n\":\"a\",\"v\":1"
            })
    void refusesBrokenSenMl(String pack) {
        assertThatThrownBy(() -> read(Payload.Form.SENML_JSON, pack))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesReadingsBeyondTheirSize() {
        assertThatThrownBy(() -> read(Payload.Form.TEXT, "a".repeat(Payload.BYTES_MAX + 1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("8193 bytes");
    }

    /// From RFC 8949, appendix A, and what sensors do.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f93c00 | 1.0",
                "fa47c35000 | 100000.0",
                "fb3ff199999999999a | 1.1",
                "1864 | 100",
                "190064 | 100",
                "3bffffffffffffffff | -18446744073709551616",
                "f6 | null",
                "f7 | null",
                "7f657374726561646d696e67ff | \"streaming\"",
                "9f018202039f0405ffff | [1,[2,3],[4,5]]",
                "bf6346756ef563416d7421ff | {\"Fun\":true,\"Amt\":-2}",
                "a201020304 | {\"1\":2,\"3\":4}",
                "c11a514b67b0 | 1363896240",
                "c48221196ab3 | 273.15",
            })
    void readsCborOfAnySpelling(String hex, String value) throws Exception {
        assertThat(Payload.read(Payload.Form.CBOR, Bytes.fromHex(hex), NOW))
                .containsExactly(Measurement.of(json(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f97e00",
                "f97c00",
                "ff",
                "1c",
                "0000",
                "61ff",
                "a2616101616102",
                "a18001",
                "5f6161ff",
                "9f",
                "bf61",
                "5bffffffffffffffff",
                "9affffffff",
                "c48119",
                "f8ff"
            })
    void refusesCborThatIsNone(String hex) {
        assertThatThrownBy(() -> Payload.read(Payload.Form.CBOR, Bytes.fromHex(hex), NOW))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"21.5", "-3", "true", "\"on\"", "{\"a\":1,\"b\":\"x\",\"c\":false}"})
    void writesSenMlThatItReads(String text) throws Exception {
        var value = json(text);
        var expected = value instanceof Ipld.Map ? value : Ipld.map("fan", value);
        for (var form : List.of(Payload.Form.SENML_JSON, Payload.Form.SENML_CBOR)) {
            var written = Payload.write(form, "fan", value, Optional.empty());

            assertThat(Payload.read(form, written, NOW).get(0).value()).isEqualTo(expected);
        }
    }

    @Test
    void writesAPackAsTheRfcSpellsIt() throws Exception {
        var json = Payload.write(Payload.Form.SENML_JSON, "fan", Ipld.of(21.5), Optional.of("Cel"));
        var cbor = Payload.write(Payload.Form.SENML_CBOR, "fan", Ipld.of(1), Optional.empty());

        assertThat(json).isEqualTo(Bytes.utf8("[{\"n\":\"fan\",\"u\":\"Cel\",\"v\":21.5}]"));
        assertThat(cbor).isEqualTo(Bytes.fromHex("81a2006366616e0201"));
    }

    @Test
    void survivesDamagedPayloads() throws Exception {
        var corpus =
                List.of(
                        Bytes.utf8(MULTIPLE),
                        Bytes.utf8("{\"temperature\":21.5}"),
                        Bytes.fromHex(CBOR_OF_RFC),
                        Bytes.fromHex("bf6346756ef563416d7421ff"),
                        Bytes.fromHex("c48221196ab3"));
        for (var form : List.of(Payload.Form.UNKNOWN, Payload.Form.SENML_CBOR)) {
            Fuzz.run("payload " + form, corpus, bytes -> Payload.read(form, bytes, NOW));
        }
    }
}

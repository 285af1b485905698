package ipvm.task;

import static ipvm.task.Documents.DID;
import static ipvm.task.Documents.file;
import static ipvm.task.Documents.read;
import static ipvm.task.Documents.refusal;
import static ipvm.task.Documents.tasks;
import static ipvm.task.Documents.wasm;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.key.Did;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits as a document says them, and as a job has them.
class ConfigTest {

    private static Config of(String config) throws Exception {
        return read(withConfig(config)).jobs().getFirst().config();
    }

    private static String withConfig(String config) {
        return tasks(wasm("a", "", "\"meta\": {\"ipvm/config\": {" + config + "}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[5, \"minutes\"] | 300000",
                "[1, \"seconds\"] | 1000",
                "[400, \"milli\", \"seconds\"] | 400",
                "[1999, \"micro\", \"seconds\"] | 1",
                "[2, \"kilo\", \"seconds\"] | 2000000",
                "[3, \"deci\", \"seconds\"] | 300",
                "[7, \"centi\", \"minutes\"] | 4200",
                "[2, \"hours\"] | 7200000",
                "[1, \"days\"] | 86400000",
                "[1, \"weeks\"] | 604800000",
                "[1, \"years\"] | 31536000000",
                "[9223372036854775, \"seconds\"] | 9223372036854775000",
            })
    void reckonsTimesExactly(String amount, long millis) throws Exception {
        assertThat(of("\"time\": " + amount).timeMillis()).hasValue(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[16, \"mega\", \"bytes\"] | 16000000",
                "[0, \"bytes\"] | 0",
                "[16, \"bits\"] | 2",
                "[15, \"bits\"] | 1",
                "[3, \"kilo\", \"nibble\"] | 1500",
                "[5, \"deca\", \"bytes\"] | 50",
                "[5, \"hecto\", \"bytes\"] | 500",
                "[1, \"giga\", \"bytes\"] | 1000000000",
                "[1, \"tera\", \"bytes\"] | 1000000000000",
                "[1, \"peta\", \"bytes\"] | 1000000000000000",
                "[9, \"exa\", \"bytes\"] | 9000000000000000000",
                "[9223372036854775807, \"bytes\"] | 9223372036854775807",
                "[8000000000000, \"pico\", \"bytes\"] | 8",
                "[8000000000, \"nano\", \"bytes\"] | 8",
            })
    void reckonsSizesExactly(String amount, long bytes) throws Exception {
        var config = of("\"memory\": " + amount + ", \"disk\": " + amount);
        assertThat(config.memoryBytes()).hasValue(bytes);
        assertThat(config.diskBytes()).hasValue(bytes);
        assertThat(config.gas()).isEmpty();
        assertThat(config.timeMillis()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"time\": 5 | time: a list",
                "\"time\": [5] | time: [number, unit] or [number, prefix, unit]: found 1 items",
                "\"time\": [5, \"kilo\", \"kilo\", \"seconds\"] | at most 3 items",
                "\"time\": [0, \"seconds\"] | at least a millisecond",
                "\"time\": [-1, \"seconds\"] | time[0]: a number from 0",
                "\"time\": [1.5, \"seconds\"] | time[0]: a whole number: found float",
                "\"time\": [1, \"nano\", \"seconds\"] | not all fraction",
                "\"time\": [1, \"bytes\"] | time[1]: one of days, hours",
                "\"time\": [1, \"minute\"] | did you mean 'minutes'?",
                "\"time\": [1, \"mili\", \"seconds\"] | did you mean 'milli'",
                "\"time\": [1, 1, \"seconds\"] | time[1]: text",
                "\"time\": [9223372036854775807, \"seconds\"] | an amount that fits 63 bits",
                "\"memory\": [10, \"exa\", \"bytes\"] | found 10000000000000000000",
                "\"memory\": [18446744073709551615, \"bytes\"] | memory[0]: a number from 0",
                "\"memory\": [1, \"bits\"] | not all fraction",
                "\"gas\": 0 | gas: a number from 1",
                "\"gas\": \"1\" | gas: a whole number",
                "\"secret\": \"yes\" | secret: true or false",
                "\"check\": null | check: text",
                "\"check\": \"atestation\" | attestation, a DID, consensus",
                "\"check\": \"did:x\" | DID",
                "\"check\": \"groth16\" | no proof in zero knowledge is: found groth16",
                "\"check\": {\"zkp\": \"nova\"} | no proof in zero knowledge is",
                "\"check\": {} | consensus or optimistic: found neither",
                "\"check\": {\"consensus\": {\"agents\": []}} | at least one agent",
                "\"check\": {\"consensus\": {}} | with 'agents'",
                "\"check\": {\"consensus\": {\"agents\": [\"did:a:b\", \"did:a:b\"]}} | agents that differ",
                "\"check\": {\"optimistic\": 2} | optimistic: a map",
                "\"check\": {\"optimistic\": 0, \"referee\": \"did:a:b\"} | a number from 1",
                "\"check\": {\"optimistic\": 2, \"refere\": \"did:a:b\"} | did you mean 'referee'",
            })
    void refusesNonsenseAtItsPlace(String config, String reason) {
        assertThat(refusal(withConfig(config)))
                .hasMessageContaining(reason)
                .hasMessageContaining("workflow.tasks.a.meta.ipvm/config.");
    }

    @Test
    void readsEveryCheckThatIsKnown() throws Exception {
        var did = Did.parse(DID);
        assertThat(of("").check()).isEqualTo(new Verification.Attestation());
        assertThat(of("\"check\": \"attestation\"").check())
                .isEqualTo(new Verification.Attestation());
        assertThat(of("\"check\": \"" + DID + "\"").check())
                .isEqualTo(new Verification.ThirdParty(did));
        assertThat(of("\"check\": {\"consensus\": {\"agents\": [\"" + DID + "\"]}}").check())
                .isEqualTo(new Verification.Consensus(List.of(did)));
        var optimistic = new Verification.Optimistic(2, did);
        assertThat(of("\"check\": {\"optimistic\": 2, \"referee\": \"" + DID + "\"}").check())
                .isEqualTo(optimistic);
        assertThat(
                        of("\"check\": {\"optimistic\": {\"confirmations\": 2, \"referee\": \""
                                        + DID
                                        + "\"}}")
                                .check())
                .isEqualTo(optimistic);
    }

    @Test
    void takesTheNearestLevelThatSaysAnything() throws Exception {
        var read =
                read(
                        file(
                                """
                                "global": {"gas": 1, "time": [1, "hours"], "disk": [1, "bytes"],
                                  "secret": true, "check": {"consensus": {"agents": ["did:a:b"]}}},
                                "defaults": {"gas": 2, "time": [2, "hours"]},
                                "tasks": {%s}\
                                """
                                        .formatted(
                                                wasm(
                                                        "a",
                                                        "",
                                                        "\"meta\": {\"fuel\": 4, \"memory\": 5,"
                                                                + " \"ipvm/config\": {\"v\": \"0.1.0\","
                                                                + " \"gas\": 3, \"secret\": null,"
                                                                + " \"check\": \"attestation\"}}"))));
        var job = read.jobs().getFirst().config();

        assertThat(job.gas()).hasValue(3);
        assertThat(job.memoryBytes()).hasValue(5);
        assertThat(job.timeMillis()).hasValue(7_200_000);
        assertThat(job.diskBytes()).hasValue(1);
        assertThat(job.secret()).contains(true);
        assertThat(job.check()).isEqualTo(new Verification.Attestation());
        assertThat(read.config().gas()).hasValue(1);
        assertThat(read.config().timeMillis()).hasValue(3_600_000);
    }
}

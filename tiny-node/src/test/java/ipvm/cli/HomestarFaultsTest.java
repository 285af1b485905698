package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.wasm.Limits;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was seen to go wrong in Homestar 0.3.0, one by one, and how it goes here.
///
/// Forged and conflicting receipts, clocks and power cuts are in `ipvm.node`: NodeTest, CrashTest.
class HomestarFaultsTest {

    /// `spin` never ends, `grow` asks for 17 pages more and traps if it does not get them.
    private static final String ENDLESS =
            "0061736d0100000001040160000003030200000503010001070f02047370696e0000"
                    + "0467726f7700010a1702070003400c000b0b0d0041114000417f460440000b0b";

    /// `inf` gives what no document can say.
    private static final String INFINITE =
            "0061736d0100000001050160"
                    + "00017c030201000707"
                    + "0103696e6600000a0d010b0044000000000000f07f0b";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        for (var name : List.of("core_add.wasm", "ids.wasm", "example_test.wasm")) {
            Files.write(folder.resolve(name), Vectors.bytes("homestar/" + name).toArray());
        }
    }

    @BeforeEach
    void writeTheEndlessModule() throws Exception {
        Files.write(folder.resolve("m.wasm"), Bytes.fromHex(ENDLESS).toArray());
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private Shell.Ran workflow(String tasks) throws IOException {
        Files.writeString(folder.resolve("w.json"), "{\"v\":\"0.1.0\",\"tasks\":{" + tasks + "}}");
        return shell.run("workflow", "run", "w.json", "--json");
    }

    private static String call(String label, String module, String function, String params) {
        return "\"%s\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:%s\",\"fun\":\"%s\",\"params\":%s},\"nonce\":\"\"}"
                .formatted(label, module, function, params);
    }

    @ParameterizedTest
    @CsvSource({"spin,--fuel,OutOfFuel", "spin,--time,TimedOut", "grow,--memory,OutOfMemory"})
    void limitsAreEnforced(String function, String limit, String name) throws Exception {
        var ran =
                shell.run(
                        "run",
                        "m.wasm",
                        function,
                        limit,
                        limit.equals("--time") ? "0s" : "0",
                        "--json");
        assertThat(ran.exit()).isEqualTo(Exit.EXHAUSTED);
        assertThat(ran.out()).contains("\"name\":\"" + name + "\"");
    }

    @Test
    void aTrapGivesAReceiptAndTheWorkflowSaysThatItFailed() throws Exception {
        shell.variable("IPVM_MEMORY_MAX", "64KiB");
        var ran = workflow(call("t", "m.wasm", "grow", "[]"));

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        var lines = ran.jsonLines();
        assertThat(of(lines.getFirst(), "receipt")).isInstanceOf(Ipld.Link.class);
        assertThat(ran.out()).contains("\"name\":\"Trapped\"");
        assertThat(of(lines.getLast(), "failed")).isEqualTo(Ipld.of(1));
    }

    @Test
    @Timeout(20)
    void aValueThatIsNoNumberEndsInAnError() throws Exception {
        Files.write(folder.resolve("inf.wasm"), Bytes.fromHex(INFINITE).toArray());
        var ran = shell.run("run", "inf.wasm", "inf", "--json");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out()).contains("\"name\":\"NotFinite\"");
    }

    @Test
    @Timeout(20)
    void aMissingModuleIsSaidToBeMissing() throws Exception {
        var absent = "ipfs://bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
        var ran =
                workflow(
                        "\"t\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"%s\",\"fun\":\"f\",\"params\":[]},\"nonce\":\"\"}"
                                .formatted(absent));

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ran.out()).contains("\"name\":\"Missing\"").contains("is not here");
    }

    @Test
    void bytesAreCheckedAgainstTheirName() {
        var cid = Cid.of(Codec.RAW, Bytes.utf8("this"));
        var pair = Ipld.list(Ipld.of(cid), Ipld.of(Bytes.utf8("that")));

        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> PutOp.block(pair))
                .withMessageContaining("content of " + cid);
    }

    @Test
    void aProofThatDoesNotExistIsRefused() {
        shell.run("init").ok();
        var token =
                shell.run(
                        "ucan",
                        "invoke",
                        "--cmd",
                        "/wasm/run",
                        "--args",
                        "{}",
                        "--sub",
                        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
                        "--out",
                        "i.ucan");
        var checked = shell.run("ucan", "check", "i.ucan");

        assertThat(token.exit() == Exit.OK ? checked.exit() : token.exit()).isEqualTo(Exit.DENIED);
    }

    @Test
    void aModuleIsCompiledOnceForAllItsTasks() throws Exception {
        var bytes = Vectors.bytes("homestar/example_test.wasm");
        var modules = new Modules(Limits.DEFAULT, Modules.BYTES_MAX);
        var cid = Cid.of(Codec.RAW, bytes);
        var first = modules.compile(cid, bytes);

        assertThat(modules.compile(cid, Bytes.EMPTY)).isSameAs(first);
        assertThat(modules.find(cid)).containsSame(first);
    }

    @Test
    void aHundredTimesTheTasksTakeAboutAHundredTimesAsLong() throws Exception {
        var few = timed(20);
        var many = timed(2_000);

        assertThat(many).isLessThan(few.multipliedBy(400).plusSeconds(2));
    }

    private Duration timed(int tasks) throws Exception {
        var jobs = new StringBuilder();
        for (int i = 0; i < tasks; i++) {
            jobs.append(i == 0 ? "" : ",")
                    .append(call("t" + i, "core_add.wasm", "add_one", "[" + (tasks + i) + "]"));
        }
        long begin = System.nanoTime();
        assertThat(workflow(jobs.toString()).ok().lines()).hasSize(tasks + 1);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void promisesWithinListsAndMapsAreKept() throws Exception {
        var lines =
                workflow(
                                call("a", "core_add.wasm", "add_one", "[1]")
                                        + ","
                                        + call(
                                                "b",
                                                "ids.wasm",
                                                "id-list-u16",
                                                "[[{\"await/ok\":\"a\"},9]]"))
                        .ok()
                        .jsonLines();

        var list = Ipld.list(Ipld.of(2), Ipld.of(9));
        assertThat(of(lines.get(1), "out")).isEqualTo(Ipld.map("ok", list));
    }
}

package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every argument that Homestar was given, as a workflow of one task.
class GoldenArgumentsTest {

    /// What Homestar refuses and we take: a map is a list of pairs whatever its values are, and
    /// what is read as the float -2^63 is in s64.
    private static final Set<String> TAKEN =
            Set.of("id-map-u32[{\"a\":1}]", "id-s64[-9223372036854775809]");

    @TempDir Path folder;

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private static Ipld link(JsonNode node, String field) {
        return Ipld.of(Vectors.cid(node.get(field).textValue()));
    }

    private static boolean hasNegativeZero(JsonNode one) {
        return one.path("args").asText().contains("-0.0")
                || one.path("out").asText().contains("-0.0");
    }

    private Ipld.Map ran(Shell shell, JsonNode one) throws Exception {
        Files.writeString(
                folder.resolve("w.json"),
                """
                {"tasks":[{"cause":null,"meta":{"memory":4294967296,"time":100000},"prf":[],
                "run":{"input":{"args":%s,"func":"%s"},"nnc":"","op":"wasm/run",
                "rsc":"ipfs://%s"}}]}\
                """
                        .formatted(
                                one.get("args").textValue(),
                                one.get("func").textValue(),
                                one.get("wasm").textValue()));
        var ran = shell.run("workflow", "run", "w.json", "--json");
        assertThat(ran.lines()).as(one + ran.err()).hasSize(2);
        assertThat(of(ran.jsonLines().getLast(), "workflow")).isEqualTo(link(one, "workflow_cid"));
        return ran.jsonLines().getFirst();
    }

    @Test
    void givesTheNamesValuesAndReceiptsOfHomestar() throws Exception {
        var shell = new Shell(folder);
        Files.write(folder.resolve("ids.wasm"), Vectors.bytes("homestar/ids.wasm").toArray());
        shell.run("put", "ids.wasm").ok();
        int named = 0;
        int received = 0;
        for (var one : Vectors.json("homestar/golden-wit-ipld-part.json")) {
            if (hasNegativeZero(one)) {
                continue; // our values have none
            }
            var line = ran(shell, one);
            assertThat(of(line, "instruction")).isEqualTo(link(one, "instruction_cid"));
            assertThat(of(line, "ran")).isEqualTo(link(one, "ran_cid"));
            named++;
            if (one.has("out")) {
                var out = (Ipld.List) DagJson.read(one.get("out").textValue());
                var sent = (Ipld.Map) DagJson.read(one.get("notification").textValue());
                assertThat(of(line, "out"))
                        .as(one.toString())
                        .isEqualTo(Ipld.map("ok", out.items().get(1)));
                assertThat(of(line, "homestar_receipt")).isEqualTo(of(sent, "receipt_cid"));
                received++;
            } else if (one.has("log")) {
                boolean isTaken =
                        TAKEN.contains(one.get("func").textValue() + one.get("args").textValue());
                assertThat(DagJson.text(of(line, "out")))
                        .as(one.toString())
                        .contains(isTaken ? "\"ok\"" : "\"BadArgument\"");
            }
        }
        System.out.println("homestar arguments: " + named + " names, " + received + " receipts");
        assertThat(named).isGreaterThanOrEqualTo(111);
        assertThat(received).isGreaterThanOrEqualTo(76);
    }
}

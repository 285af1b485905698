package ipvm.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.testkit.Tally;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The names that the released Homestar 0.3.0 gave, from its documents alone.
class HomestarVectorsTest {

    @Test
    void namesEveryWorkflowAsHomestarDoes() throws Exception {
        Tally.all(
                "workflow CIDs",
                8,
                Golden.all(),
                golden -> {
                    var workflow = Golden.workflow(golden);
                    assertThat(workflow.cid()).isEqualTo(cid(golden, "workflow"));
                    assertThat(
                                    HomestarWorkflow.decode(
                                            workflow.block().data(), Limits.DEFAULT, cid -> true))
                            .isEqualTo(workflow);
                });
    }

    @Test
    void namesEveryInstructionAsHomestarDoes() throws Exception {
        Tally.all(
                "instruction CIDs",
                15,
                Golden.said("instruction"),
                said -> assertThat(said.task().run().cid()).isEqualTo(said.cid("instruction")));
    }

    @Test
    void writesAndReadsInstructionsToTheBit() throws Exception {
        Tally.all(
                "instruction bytes",
                13,
                Golden.said("instructionCbor"),
                said -> {
                    var bytes = said.bytes("instructionCbor");
                    assertThat(said.task().run().block().data()).isEqualTo(bytes);
                    assertThat(Instruction.decode(bytes)).isEqualTo(said.task().run());
                });
    }

    @Test
    void namesEveryTaskAsHomestarDoes() throws Exception {
        Tally.all(
                "task CIDs",
                13,
                Golden.said("task"),
                said -> {
                    assertThat(said.task().cid()).isEqualTo(said.cid("task"));
                    assertThat(HomestarTask.decode(said.task().block().data()))
                            .isEqualTo(said.task());
                });
    }

    @Test
    void namesEveryInvocationAsHomestarDoes() throws Exception {
        Tally.all(
                "ran CIDs",
                15,
                Golden.said("ran"),
                said -> {
                    var invocation = said.task().invocation();
                    assertThat(invocation.cid()).isEqualTo(said.cid("ran"));
                    assertThat(HomestarTask.decodeInvocation(invocation.data()))
                            .isEqualTo(said.task());
                });
    }

    @Test
    void givesTheVeryReceiptsThatHomestarGave() throws Exception {
        Tally.all(
                "receipts",
                7,
                Golden.said("receiptCbor"),
                said -> {
                    var out = DagJson.read(said.json().get("out").toString());
                    var receipt = HomestarReceipt.of(said.task(), result(out));
                    assertThat(receipt.block().data()).isEqualTo(said.bytes("receiptCbor"));
                    assertThat(receipt.cid()).isEqualTo(said.cid("receipt"));
                    assertThat(HomestarReceipt.decode(said.bytes("receiptCbor")))
                            .isEqualTo(receipt);
                });
    }

    @Test
    void agreesWithAnotherCodecOnTheUnchangedWorkflows() throws Exception {
        Tally.all(
                "instruction CIDs by @ipld/dag-cbor",
                13,
                Vectors.json("homestar/homestar-instruction-cids.json")
                        .get("vectors")
                        .valueStream()
                        .toList(),
                vector -> {
                    var file = "workflows/" + vector.get("file").textValue();
                    var task = Golden.workflow(file).tasks().get(vector.get("task").intValue());
                    var hex = vector.get("instruction_dag_cbor_hex").textValue();
                    assertThat(task.run().block().data()).isEqualTo(Bytes.fromHex(hex));
                    assertThat(task.run().cid()).isEqualTo(cid(vector, "instruction_cid"));
                });
    }

    @Test
    void namesTheWorkflowOfEveryArgumentThatHomestarWasGiven() throws Exception {
        var meta = Ipld.map("memory", Ipld.of(1L << 32), "time", Ipld.of(100_000));
        Tally.all(
                "instruction, ran and workflow CIDs of arguments",
                111,
                observed().stream().filter(one -> !hasNegativeZero(one, "args")).toList(),
                one -> {
                    var task = new HomestarTask(run(one), Optional.empty(), meta, List.of());
                    assertThat(task.run().cid()).isEqualTo(cid(one, "instruction_cid"));
                    assertThat(task.invocation().cid()).isEqualTo(cid(one, "ran_cid"));
                    assertThat(new HomestarWorkflow(List.of(task)).cid())
                            .isEqualTo(cid(one, "workflow_cid"));
                });
    }

    @Test
    void readsAndNamesEveryReceiptThatHomestarSentOut() throws Exception {
        Tally.all(
                "receipts of notifications",
                77,
                observed().stream()
                        .filter(one -> one.has("notification") && !hasNegativeZero(one, "out"))
                        .toList(),
                one -> {
                    var sent = (Ipld.Map) DagJson.read(one.get("notification").textValue());
                    var bytes = DagCbor.encode(sent.find("receipt").orElseThrow());
                    var receipt = HomestarReceipt.decode(bytes);
                    assertThat(Ipld.of(receipt.cid()))
                            .isEqualTo(sent.find("receipt_cid").orElseThrow());
                    assertThat(receipt.ran()).isEqualTo(cid(one, "ran_cid"));
                    assertThat(receipt.block().data()).isEqualTo(bytes);
                });
    }

    /// Our values have no negative zero, so these names of Homestar's cannot be reached.
    @Test
    void cannotNameTheNegativeZeroOfHomestar() throws Exception {
        Tally.all(
                "instruction CIDs that differ by a negative zero",
                2,
                observed().stream().filter(one -> hasNegativeZero(one, "args")).toList(),
                one -> assertThat(run(one).cid()).isNotEqualTo(cid(one, "instruction_cid")));
    }

    private static boolean hasNegativeZero(JsonNode one, String field) {
        return one.path(field).asText().contains("-0.0");
    }

    private static List<JsonNode> observed() {
        return Vectors.json("homestar/golden-wit-ipld-part.json").valueStream().toList();
    }

    private static Instruction run(JsonNode one) throws Exception {
        var args =
                (Ipld.List)
                        DagJson.readHomestar(
                                Bytes.utf8(one.get("args").textValue()), Limits.DEFAULT.ofData());
        var call = new Call(one.get("func").textValue(), args.items());
        var resource = "ipfs://" + one.get("wasm").textValue();
        return new Instruction(resource, "wasm/run", call, Nonce.pure());
    }

    private static Cid cid(JsonNode node, String field) {
        return Vectors.cid(node.get(field).textValue());
    }

    private static Result result(Ipld pair) throws Exception {
        return Result.of(Node.of("out", pair));
    }
}

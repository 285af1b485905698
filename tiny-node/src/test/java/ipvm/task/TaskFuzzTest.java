package ipvm.task;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Damaged documents: what is accepted is written back to what was understood.
class TaskFuzzTest {

    @Test
    void survivesDamagedReceipts() throws Exception {
        var corpus = new ArrayList<Bytes>();
        for (var said : Golden.said("receiptCbor")) {
            corpus.add(said.bytes("receiptCbor"));
        }
        Fuzz.of("Homestar receipt", corpus, HomestarReceipt::decode)
                .holding((input, receipt) -> assertThat(receipt.block().data()).isEqualTo(input))
                .run();
    }

    @Test
    void survivesDamagedTasks() throws Exception {
        Fuzz.of("Homestar task", corpus(task -> task.block().data()), HomestarTask::decode)
                .holding((input, task) ->
                        assertThat(HomestarTask.decode(task.block().data())).isEqualTo(task))
                .run();
    }

    @Test
    void survivesDamagedInstructions() throws Exception {
        Fuzz.of(
                        "Homestar instruction",
                        corpus(task -> task.run().block().data()),
                        Instruction::decode)
                .holding((input, run) ->
                        assertThat(Instruction.decode(run.block().data())).isEqualTo(run))
                .run();
    }

    private static List<Bytes> corpus(Function<HomestarTask, Bytes> form)
            throws MalformedException {
        return Golden.said("instruction").stream().map(said -> form.apply(said.task())).toList();
    }
}

package ipvm.task;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.testkit.Fuzz;
import ipvm.testkit.Tally;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people and peers hand in as a workflow of Homestar's.
class HomestarWorkflowTest {

    private static final Predicate<Cid> NONE = Set.<Cid>of()::contains;
    private static final Cid FIRST =
            Vectors.cid("bafyrmigpfy6vvnfmv2wpsnpjmrn6iurejcjhz2doqdl6cfext27etqvi54");

    @Test
    void readsEveryGoldenWorkflow() throws Exception {
        Tally.all(
                "golden workflows read",
                8,
                Golden.all(),
                golden -> {
                    var file = "golden-workflows/" + golden.get("file").textValue();
                    var read = HomestarWorkflow.read(bytes(file), Limits.DEFAULT, cid -> true);
                    assertThat(read.cid())
                            .isEqualTo(Vectors.cid(golden.get("workflow").textValue()));
                });
    }

    @Test
    void takesAnAwaitOfATaskBesideItForKept() throws Exception {
        var file = bytes("golden-workflows/test-workflow-add-one-nonced.json");
        var workflow = HomestarWorkflow.read(file, Limits.DEFAULT, NONE);
        assertThat(workflow.tasks().get(2).run().call().awaits())
                .containsExactly(new Await(Branch.OK, workflow.tasks().get(1).run().cid()));
        assertThat(HomestarWorkflow.decode(workflow.block().data(), Limits.DEFAULT, NONE))
                .isEqualTo(workflow);
    }

    @Test
    void refusesAnAwaitThatNothingAnswers() throws Exception {
        var file = bytes("golden-workflows/test-workflow-add-one-part-two.json");
        var fault = refusal(file);
        assertThat(fault)
                .hasMessage(
                        "workflow.tasks[0].run.input.args[0]: an await of a task of this workflow,"
                                + " or of one that was answered: found "
                                + FIRST
                                + " at line 14, column 25");
        var workflow = HomestarWorkflow.read(file, Limits.DEFAULT, FIRST::equals);
        assertThatRefuses(() ->
                        HomestarWorkflow.decode(workflow.block().data(), Limits.DEFAULT, NONE))
                .hasWhat("workflow.tasks[0].run.input.args[0]: an await")
                .hasFound(FIRST.toString());
    }

    /// A name covers the awaits of what it names, so nobody can close a ring of names: when the
    /// first task awaits the second it has another name, and the second awaits one that is gone.
    @Test
    void refusesARingOfTasks() throws Exception {
        var file = "golden-workflows/test-workflow-add-one.json";
        var second = Golden.workflow(file).tasks().get(1).run().cid();
        var await = "[{\"await/ok\": {\"/\": \"" + second + "\"}}]";
        var ring = text(file).replace("[1]", await);
        assertThat(refusal(Bytes.utf8(ring)))
                .hasMessageContaining("workflow.tasks[1].run.input.args[0]: an await")
                .hasMessageContaining(FIRST.toString())
                .hasMessageContaining(" at line ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"tasks\": [    | \"task\": [        | workflow.task: one of the keys tasks | 2 | 5",
                "\"prf\": []     | \"prfs\": []       | tasks[0].prfs: one of the keys cause | 10 | 13",
                "\"prf\": []     | \"prf\": 1         | tasks[0].prf: a list | 10 | 13",
                "\"prf\": [],    | ``                 | tasks[0]: a map with 'prf' | 3 | 9",
                "\"nnc\": \"\"   | \"nnc\": \"x\"     | tasks[0].run.nnc: a nonce | 16 | 17",
                "\"args\": [1]   | \"args\": [1, {\"await/no\": 1}] | run.input.args[1]: await/ok | 13 | 33",
                "\"op\": \"wasm/run\" | \"op\": \"wasm/run\", \"op\": \"\" | keys that differ | 17 | 35",
                "\"cause\": null | \"cause\": nil     | 'u' | 4 | 23",
            })
    void namesLineColumnAndReason(String good, String bad, String reason, int line, int column) {
        var text = text("golden-workflows/test-workflow-add-one-part-one.json");
        var fault = refusal(Bytes.utf8(text.replace(good, bad)));
        assertThat(fault).hasMessageContaining(reason);
        assertThat(List.of(fault.line(), fault.column()))
                .as(fault.getMessage())
                .containsExactly(line, column);
    }

    @Test
    void refusesMoreThanItsLimits() {
        var file = bytes("golden-workflows/test-workflow-add-one.json");
        assertThatRefuses(() -> HomestarWorkflow.read(file, new Limits(1 << 20, 1, 9, 9), NONE))
                .hasWhat("workflow.tasks: at most 1 items")
                .hasFound("2");
        assertThatRefuses(() -> HomestarWorkflow.read(file, new Limits(99, 9, 9, 9), NONE))
                .hasWhat("at most 99 bytes");
    }

    @Test
    void survivesDamagedFilesAndAlwaysNamesTheLine() throws Exception {
        var corpus =
                Golden.all().stream()
                        .map(golden -> bytes("golden-workflows/" + golden.get("file").asText()))
                        .toList();
        Fuzz.of("Homestar workflow file", corpus, HomestarWorkflowTest::readOrSayWhere)
                .holding((input, workflow) ->
                        assertThat(
                                        HomestarWorkflow.decode(
                                                workflow.block().data(),
                                                Limits.DEFAULT,
                                                cid -> true))
                                .isEqualTo(workflow))
                .run();
    }

    private static HomestarWorkflow readOrSayWhere(Bytes input) throws MalformedException {
        try {
            return HomestarWorkflow.read(input, Limits.DEFAULT, cid -> true);
        } catch (MalformedException e) {
            assertThat(e.line()).as(e.getMessage()).isPositive();
            throw e;
        }
    }

    private static MalformedException refusal(Bytes text) {
        var fault =
                catchThrowableOfType(
                        MalformedException.class,
                        () -> HomestarWorkflow.read(text, Limits.DEFAULT, NONE));
        assertThat(fault).as("a refusal").isNotNull();
        return fault;
    }

    private static Bytes bytes(String file) {
        return Vectors.bytes("homestar/" + file);
    }

    private static String text(String file) {
        return Vectors.text("homestar/" + file);
    }
}

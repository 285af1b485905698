package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HindsightTest {

    private static final String TASK =
            "{\"cmd\":\"/wasm/run\",\"nonce\":\"\",\"args\":{\"fun\":\"f\",\"params\":[%s],\"mod\":"
                    + "\"ipfs://bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku\"}}";

    @Test
    void endsWithTheFirstTaskOfWhichNothingIsKnown() throws Exception {
        var text =
                "{\"v\":\"0.1.0\",\"tasks\":{\"a\":"
                        + TASK.formatted("1")
                        + ",\"b\":"
                        + TASK.formatted("{\"await/ok\":\"a\"}")
                        + ",\"c\":"
                        + TASK.formatted("2")
                        + "}}";
        var workflow = Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
        var asked = new ArrayList<Cid>();
        try (var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]))) {
            var rights =
                    new Rights(
                            key.did(), Effects.of(List.of()), Set.of(), ipvm.node.Limits.DEFAULT);
            var replies =
                    new Hindsight(
                                    workflow,
                                    rights,
                                    cid -> {
                                        asked.add(cid);
                                        return new Reply.Missing("x");
                                    })
                            .replies();

            assertThat(replies).hasSize(1);
            assertThat(replies.getFirst())
                    .isInstanceOfSatisfying(
                            Reply.Missing.class,
                            missing ->
                                    assertThat(missing.what())
                                            .contains(workflow.cid().toString())
                                            .contains("no receipt of its task"));
            var first = workflow.find("a").orElseThrow();
            var task =
                    first.task(
                            key.did(),
                            ((ipvm.task.Job.Resolution.Ready)
                                            first.resolve(need -> java.util.Optional.empty()))
                                    .args());
            assertThat(asked)
                    .containsExactlyElementsOf(Order.of(task, Rights.ANY, rights.own()).names());
        }
    }
}

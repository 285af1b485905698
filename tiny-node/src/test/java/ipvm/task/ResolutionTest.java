package ipvm.task;

import static ipvm.task.Documents.await;
import static ipvm.task.Documents.call;
import static ipvm.task.Documents.read;
import static ipvm.task.Documents.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ends of tasks take the places of the awaits that they were awaited in.
class ResolutionTest {

    private static final Cid RECEIPT = Cid.of(Codec.DAG_CBOR, Bytes.utf8("receipt"));
    private static final String TASK =
            "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    private final Map<String, Result> ends = new HashMap<>();

    private Job.Resolution resolve(String params) throws Exception {
        var text = tasks(call("a", "") + "," + call("b", "") + "," + call("me", params));
        return read(text).find("me").orElseThrow().resolve(this::end);
    }

    private Optional<Job.End> end(Need need) {
        var name =
                switch (need) {
                    case Need.Beside(var label, var branch) -> label;
                    case Need.Outside(var task, var branch) -> task.toString();
                };
        return Optional.ofNullable(ends.get(name)).map(result -> new Job.End(result, RECEIPT));
    }

    @Test
    void putsEndsInPlaceOfAwaitsHoweverDeep() throws Exception {
        ends.put("a", Result.ok(Ipld.of(7)));
        ends.put("b", Result.error(Ipld.of("why")));
        ends.put(TASK, Result.ok(Ipld.map("await/ok", Ipld.of("no promise any more"))));

        var resolved =
                resolve(
                        await("a")
                                + ", [{\"x\": {\"await/error\": \"b\"}, \"y\": 1}], "
                                + "{\"await/*\": \"a\"}, {\"await/*\": \"b\"}, "
                                + await(TASK));

        assertThat(((Job.Resolution.Ready) resolved).args().find("params"))
                .contains(
                        Ipld.list(
                                Ipld.of(7),
                                Ipld.list(Ipld.map("x", Ipld.of("why"), "y", Ipld.of(1))),
                                Ipld.map("ok", Ipld.of(7)),
                                Ipld.map("error", Ipld.of("why")),
                                Ipld.map("await/ok", Ipld.of("no promise any more"))));
    }

    @Test
    void saysWhichNeedsHaveNoEndYet() throws Exception {
        ends.put("a", Result.error(Ipld.of("why")));

        assertThat(resolve(await("a") + "," + await("b") + "," + await(TASK)))
                .isEqualTo(
                        new Job.Resolution.Waiting(
                                List.of(
                                        new Need.Beside("b", Branch.OK),
                                        new Need.Outside(Vectors.cid(TASK), Branch.OK))));
    }

    @Test
    void endsInAnErrorWhereAnotherBranchCame() throws Exception {
        ends.put("a", Result.error(Ipld.of("why")));
        ends.put("b", Result.ok(Ipld.of(1)));

        assertThat(resolve(await("a") + ", {\"await/error\": \"b\"}"))
                .isEqualTo(new Job.Resolution.Mismatch(mismatch("ok", "error")));
        assertThat(resolve("{\"await/error\": \"b\"}, " + await("a")))
                .isEqualTo(new Job.Resolution.Mismatch(mismatch("error", "ok")));
    }

    private static Ipld.Map mismatch(String expected, String got) {
        return Ipld.map(
                "reason", Ipld.of("branch mismatch"),
                "expected", Ipld.of(expected),
                "got", Ipld.of(got),
                "from", Ipld.of(RECEIPT));
    }

    @Test
    void givesHomestarsFunctionsBareValues() throws Exception {
        var file = "homestar/golden-workflows/test-workflow-add-one.json";
        var text = Vectors.text(file).replace("await/ok", "await/*");
        var job = Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> false).jobs().get(1);
        ends.put("0", new Result(Result.Kind.JUST, Ipld.of(2)));

        assertThat(((Job.Resolution.Ready) job.resolve(this::end)).args().find("params"))
                .contains(Ipld.list(Ipld.of(2)));
    }
}

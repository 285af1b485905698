package ipvm.task;

import static ipvm.task.Documents.await;
import static ipvm.task.Documents.call;
import static ipvm.task.Documents.post;
import static ipvm.task.Documents.read;
import static ipvm.task.Documents.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What comes before what.
class StagesTest {

    private static final Predicate<Command> POSTS = new Command("/http/post")::equals;

    @Test
    void doesCommandsAfterAllThatCanBeTriedAgain() throws Exception {
        var workflow =
                read(
                        tasks(
                                String.join(
                                        ",",
                                        post("a", "1"),
                                        call("b", await("d")),
                                        call("c", await("a")),
                                        call("d", ""),
                                        post("e", await("c")),
                                        query("f"))));
        var stages = Stages.of(workflow, POSTS);

        assertThat(labels(stages.order())).containsExactly("d", "f", "b", "a", "c", "e");
        assertThat(stages.isBeforeCommands("f")).isTrue();
        assertThat(stages.isBeforeCommands("c")).isFalse();
        var run = stages.begin();
        assertThat(labels(run.ready())).containsExactly("d", "f");
        assertThat(run.unmet("e")).isEqualTo(2);
        assertThat(labels(run.after("d"))).containsExactly("b");
        assertThat(run.after("d")).isEmpty();
        assertThat(run.after("f")).isEmpty();
        assertThat(labels(run.after("b"))).containsExactly("a");
        assertThat(labels(run.ready())).containsExactly("a");
        assertThat(labels(run.after("a"))).containsExactly("c");
        assertThat(labels(run.after("c"))).containsExactly("e");
        assertThat(run.isOver()).isFalse();
        assertThat(run.after("e")).isEmpty();
        assertThat(run.isOver()).isTrue();
    }

    @Test
    void startsCommandsAtOnceWhereThereIsNothingElse() throws Exception {
        var stages = Stages.of(read(tasks(post("a", "1") + "," + post("b", await("a")))), POSTS);

        assertThat(labels(stages.begin().ready())).containsExactly("a");
        assertThat(labels(stages.begin().after("a"))).containsExactly("b");
    }

    @Test
    void waitsOnceForATaskOfWhichBothEndsAreAwaited() throws Exception {
        var both = await("a") + ", {\"await/error\": \"a\"}";
        var run = Stages.of(read(tasks(call("a", "") + "," + call("b", both))), POSTS).begin();

        assertThat(run.unmet("b")).isEqualTo(1);
        assertThat(labels(run.after("a"))).containsExactly("b");
        assertThatThrownBy(() -> run.after("c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsEveryJobOfAnyWorkflowBeReadyOnceAndInTime() throws Exception {
        Seeds.forEach(
                200,
                random -> {
                    var workflow = read(anyWorkflow(random));
                    var stages = Stages.of(workflow, POSTS);
                    requireOrder(workflow, labels(stages.order()));
                    var run = stages.begin();
                    var ready = new ArrayList<>(labels(run.ready()));
                    var ended = new ArrayList<String>();
                    while (!ready.isEmpty()) {
                        var next = ready.remove(random.nextInt(ready.size()));
                        ended.add(next);
                        ready.addAll(labels(run.after(next)));
                    }
                    requireOrder(workflow, ended);
                    assertThat(run.isOver()).isTrue();
                });
    }

    private static String anyWorkflow(RandomGenerator random) {
        return Documents.many(
                1 + random.nextInt(12),
                i -> {
                    var awaits = new ArrayList<String>();
                    for (int other = 0; other < i; other++) {
                        if (random.nextInt(4) == 0) {
                            awaits.add(await("t" + other));
                        }
                    }
                    var list = String.join(",", awaits);
                    return random.nextInt(3) == 0
                            ? post("t" + i, "[" + list + "]")
                            : call("t" + i, list);
                });
    }

    /// Whoever does it in this order breaks no rule.
    private static void requireOrder(Workflow workflow, List<String> order) {
        assertThat(order).hasSameSizeAs(workflow.jobs()).doesNotHaveDuplicates();
        var done = new HashSet<String>();
        var late = new HashSet<String>();
        for (var label : order) {
            var job = workflow.find(label).orElseThrow();
            boolean isLate = POSTS.test(job.command());
            for (var need : job.needs()) {
                assertThat(done).contains(((Need.Beside) need).label());
                isLate |= late.contains(((Need.Beside) need).label());
            }
            assertThat(isLate || late.isEmpty()).as("%s of %s", label, order).isTrue();
            done.add(label);
            if (isLate) {
                late.add(label);
            }
        }
    }

    /// A ring through a stack, a list that is searched or a count that is taken anew would show.
    @Test
    void looksAtEachTaskAndAwaitAFewTimes() throws Exception {
        requireFewLooks(8_192);
    }

    @Test
    @Tag("long")
    void looksAtEachTaskOfTheLongestChainAFewTimes() throws Exception {
        requireFewLooks(65_536);
    }

    private static void requireFewLooks(int tasks) throws Exception {
        var chain =
                read(Documents.many(tasks, i -> call("t" + i, i == 0 ? "" : await("t" + (i - 1)))));
        var apart = read(Documents.many(tasks / 4, i -> call("t" + i, "")));
        var last =
                read(
                        Documents.many(
                                tasks / 8,
                                i -> i % 2 == 0 ? call("t" + i, "") : post("t" + i, "1")));
        for (var workflow : List.of(chain, apart, last)) {
            long awaits = workflow.jobs().stream().mapToLong(job -> job.needs().size()).sum();
            var stages = Stages.of(workflow, POSTS);
            var run = stages.begin();
            var ready = new ArrayList<>(run.ready());
            for (int i = 0; i < ready.size(); i++) {
                ready.addAll(run.after(ready.get(i).label()));
            }
            assertThat(ready).hasSameSizeAs(workflow.jobs());
            assertThat(run.isOver()).isTrue();
            assertThat(stages.graph().steps()).isLessThan(workflow.jobs().size() + 4 * awaits + 1);
        }
        assertThat(labels(chain.order())).startsWith("t0", "t1").endsWith("t" + (tasks - 1));
    }

    private static String query(String label) {
        return post(label, "1").replace("/http/post", "/time/now");
    }

    private static List<String> labels(List<Job> jobs) {
        return jobs.stream().map(Job::label).toList();
    }
}

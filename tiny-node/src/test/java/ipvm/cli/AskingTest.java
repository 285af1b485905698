package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks that others ask for by what they may show, over the command line.
class AskingTest {

    @TempDir Path folder;
    private Shell node;
    private Shell anna;
    private String here;
    private String there;

    @BeforeEach
    void meet() throws Exception {
        node = new Shell(Files.createDirectory(folder.resolve("node")), 1);
        anna = new Shell(Files.createDirectory(folder.resolve("anna")), 2);
        Files.write(node.file("m.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        here = did(node);
        there = did(anna);
    }

    private static String did(Shell shell) throws Exception {
        shell.run("init").ok();
        var did = shell.run("key", "show", "--json").ok().json().find("did").orElseThrow();
        return ((Ipld.Text) did).value();
    }

    private String args(int number) {
        var module = node.run("put", "m.wasm").ok().out().strip();
        return "{\"mod\":{\"/\":\"%s\"},\"fun\":\"add_one\",\"params\":[%d]}"
                .formatted(module, number);
    }

    private String request(String sub, String args, String... more) {
        var words =
                new java.util.ArrayList<>(
                        java.util.List.of(
                                "ucan",
                                "invoke",
                                "--cmd",
                                "/wasm/run",
                                "--args",
                                args,
                                "--sub",
                                sub,
                                "--aud",
                                here,
                                "--out",
                                "r.ucan",
                                "--quiet"));
        words.addAll(java.util.List.of(more));
        anna.run(words.toArray(String[]::new)).ok();
        return anna.file("r.ucan").toString();
    }

    @Test
    void runsWhatAGrantAllowsAndTellsItAgainUntilItIsTakenBack() throws Exception {
        var grant = anna.file("g.ucan").toString();
        var cid = node.run("grant", there, "run", "--fuel", "1k/day", "--out", grant).ok();
        var request = request(here, args(41), "--proof", grant);

        var ran = node.run("ucan", "run", request).ok();
        assertThat(ran.out()).isEqualTo("42\n");
        var again = node.run("ucan", "run", request, "--json").ok().json();
        assertThat(again.find("recalled")).contains(Ipld.of(true));

        node.run("revoke", cid.out().strip()).ok();
        var refused = node.run("ucan", "run", request(here, args(1), "--proof", grant));
        assertThat(refused.exit()).isEqualTo(Exit.DENIED);
        assertThat(refused.err()).contains("Denied: Revoked: ");
    }

    @Test
    void runsNothingOfStrangersUnlessTheOwnerShares() throws Exception {
        var request = request(there, args(1));
        var refused = node.run("ucan", "run", request);
        assertThat(refused.exit()).isEqualTo(Exit.DENIED);
        assertThat(refused.err()).contains("share.fuelPerHour").contains("ipvm grant " + there);

        Files.writeString(node.home().resolve("ipvm.conf"), "share.fuelPerHour = 10\n");
        assertThat(node.run("ucan", "run", request).ok().out()).isEqualTo("2\n");
        var third = node.run("ucan", "run", request(there, args(2))).ok();
        assertThat(third.out()).isEqualTo("3\n");
        var spent = node.run("ucan", "run", request(there, args(3)));
        assertThat(spent.exit()).isEqualTo(Exit.EXHAUSTED);
        var empty = node.run("ucan", "run", request(there, args(4)));
        assertThat(empty.exit()).isEqualTo(Exit.DENIED);
        assertThat(empty.err()).contains("budget");
    }

    @Test
    void refusesARequestThatIsNotForThisNode() throws Exception {
        var other = new Shell(Files.createDirectory(folder.resolve("other")), 3);
        did(other);
        var ran = other.run("ucan", "run", request(there, args(1)));
        assertThat(ran.exit()).isEqualTo(Exit.DENIED);
        assertThat(ran.err()).contains("it asks " + here);

        var none = node.run("grant", there, "run", "--out", "g.ucan").ok();
        assertThat(none.exit()).isEqualTo(Exit.OK);
        var noRequest = node.run("ucan", "run", "g.ucan");
        assertThat(noRequest.exit()).isEqualTo(Exit.USAGE);
        assertThat(noRequest.err()).contains("holds no request");
    }

    @Test
    void asksAsSomebodyElseWithinTheBudgetOfTheProof() throws Exception {
        var key = node.run("key", "new", "bert", "--json").ok().json().find("did").orElseThrow();
        node.run(
                        "grant",
                        ((Ipld.Text) key).value(),
                        "run",
                        "--fuel",
                        "6/hour",
                        "--out",
                        "b.ucan",
                        "--quiet")
                .ok();
        assertThat(bert("1").ok().out()).isEqualTo("2\n");
        assertThat(bert("2").exit()).as("two of six are left").isEqualTo(Exit.EXHAUSTED);
        var empty = bert("3");
        assertThat(empty.exit()).isEqualTo(Exit.DENIED);
        assertThat(empty.err()).contains("budget of this right is used up");
        assertThat(node.run("run", "m.wasm", "add_one", "3").ok().out()).isEqualTo("4\n");
    }

    private Shell.Ran bert(String number, String... more) {
        var words =
                new java.util.ArrayList<>(
                        java.util.List.of(
                                "run", "m.wasm", "add_one", number, "--key", "bert", "--proof",
                                "b.ucan"));
        words.addAll(java.util.List.of(more));
        return node.run(words.toArray(String[]::new));
    }

    @Test
    void saysWhatARunWouldComeToAndRunsNothing() throws Exception {
        var plan = node.run("run", "m.wasm", "add_one", "7", "--plan").ok();
        assertThat(plan.out()).contains("to be run: it was not run here yet").contains("1G fuel");
        assertThat(node.run("receipts").ok().out()).isEmpty();

        node.run("run", "m.wasm", "add_one", "7").ok();
        var known = node.run("run", "m.wasm", "add_one", "7", "--plan", "--json").ok().json();
        var recall = (Ipld.Map) known.find("recall").orElseThrow();
        assertThat(recall.find("hit")).contains(Ipld.of(true));
        var forecast = (Ipld.Map) known.find("forecast").orElseThrow();
        assertThat(forecast.find("fuel")).contains(Ipld.of(4));

        node.run("key", "new", "bert").ok();
        node.run("grant", "bert", "run", "--fuel", "6/hour", "--out", "b.ucan", "--quiet").ok();
        assertThat(bert("1", "--plan").ok().out()).contains("6 of 6 fuel left, per hour");
    }
}

package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.store.SqliteStore;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptsTest {

    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    /// `spin` never ends, `grow` asks for 17 pages more and traps if it does not get them.
    private static final String ENDLESS =
            "0061736d0100000001040160000003030200000503010001070f02047370696e0000"
                    + "0467726f7700010a1702070003400c000b0b0d0041114000417f460440000b0b";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        for (var name : List.of("core_add.wasm", "ids.wasm")) {
            Files.write(folder.resolve(name), Vectors.bytes("homestar/" + name).toArray());
        }
        Files.write(folder.resolve("m.wasm"), HexFormat.of().parseHex(ENDLESS));
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private static Ipld.Map map(Ipld value) {
        return (Ipld.Map) value;
    }

    private static Cid cid(Ipld.Map object, String key) {
        return ((Ipld.Link) of(object, key)).cid();
    }

    private static List<Ipld> list(Ipld.Map object, String key) {
        return ((Ipld.List) of(object, key)).items();
    }

    private Ipld.Map ran(String words) throws Exception {
        return shell.run((words + " --json").split(" ")).json();
    }

    private SqliteStore store() throws IOException {
        return SqliteStore.open(shell.home().resolve("ipvm.db"), 1 << 30, 1);
    }

    private static PrivateKey stranger() {
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
    }

    /// Files what somebody else says of a task.
    private Receipt claim(Cid task, Outcome outcome, boolean isOurs) throws Exception {
        try (var store = store();
                var key = stranger()) {
            var filed = store.receipts(task).getFirst();
            var meter = new Meter(4, 0, 1, OptionalLong.empty());
            var receipt = Receipt.sign(key, Report.of(filed.task(), outcome, meter));
            store.commit(List.of(new Change.File(filed(filed, receipt, isOurs))));
            return receipt;
        }
    }

    private static Filed filed(Filed filed, Receipt receipt, boolean isOurs) {
        return new Filed(
                receipt.cid(),
                filed.task(),
                filed.names(),
                filed.taskBytes(),
                receipt.bytes(),
                5,
                isOurs);
    }

    private void requireOneLine(Ran ran, Exit exit, String said) {
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("ipvm ").hasLineCount(1).contains(said);
    }

    @Test
    void listsWhatWasRunTheOldestFirst() throws Exception {
        var first = ran("run core_add.wasm add_one 1");
        var second = ran("run core_add.wasm add_one 2");
        ran("run core_add.wasm add_one 3");

        var lines = shell.run("receipts", "--json").ok().jsonLines();

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .isEqualTo(
                        Ipld.map(
                                "receipt", of(first, "receipt"),
                                "task", of(first, "task"),
                                "instruction", of(first, "instruction"),
                                "cmd", Ipld.of("/wasm/run"),
                                "fun", Ipld.of("add_one"),
                                "out", Ipld.map("ok", Ipld.of(2)),
                                "fuel", Ipld.of(4),
                                "iss", of(first, "on"),
                                "at", Ipld.of(Shell.NOW * 1_000)));
        var two = shell.run("receipts", "--limit", "2", "--json").ok().jsonLines();
        assertThat(of(two.getFirst(), "receipt")).isEqualTo(of(second, "receipt"));
        assertThat(two).hasSize(2);
        assertThat(shell.run("receipts", "--limit=1").ok().out())
                .matches("2027-01-15T08:00:00Z  add_one  4  4 fuel  bafyrei\\w+\n");
        requireOneLine(shell.run("receipts", "--limit", "0"), Exit.USAGE, "--limit: '0'");
        requireOneLine(shell.run("receipts", "--limit", "10001"), Exit.USAGE, "1..10000");
        assertThat(shell.run("receipts", "--follow").ok().err()).contains("no daemon");
    }

    /// A desk at which something has come each time it is asked.
    private static final class Lively implements Desk {

        private int asked;

        @Override
        public void ask(String op, Ipld.Map args, Lines lines)
                throws Stop, ipvm.data.MalformedException, IOException {
            if (asked == 3) {
                throw new Stop(Exit.UNREACHABLE, "the daemon stopped");
            }
            asked++;
            assertThat(args.find("after").isPresent()).isEqualTo(asked > 1);
            var line =
                    new ReceiptView(filed(), java.util.Optional.empty(), java.util.Optional.empty())
                            .line();
            lines.line(Ipld.map("number", Ipld.of(asked), "line", line));
        }

        private static Filed filed() throws ipvm.data.MalformedException {
            var cid = Cid.parse(MISSING);
            return new Filed(cid, cid, List.of(), Bytes.EMPTY, Bytes.EMPTY, 1, true);
        }

        @Override
        public void close() {}
    }

    @Test
    void followsWhatComesUntilItIsOver() throws Exception {
        shell.with(new Following(new Lively()));

        var ran = shell.run("sham", "follow");

        assertThat(ran.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(ran.lines()).hasSize(3).allMatch(line -> line.endsWith(MISSING));
    }

    private record Following(Desk desk) implements ipvm.cli.Command {

        @Override
        public Syntax syntax() {
            return Syntax.of("sham follow", "follow").example("ipvm sham follow", "Follow");
        }

        @Override
        public Exit run(Call call) throws Stop, ipvm.data.MalformedException, IOException {
            new Receipts(0).follow(call, desk, Receipts.show(call, desk, Ipld.map()));
            return Exit.OK;
        }
    }

    @Test
    void tellsAllThatIsKnownOfATaskUnderEachOfItsNames() throws Exception {
        var run = ran("run core_add.wasm add_one 41");

        var trace = ran("trace " + cid(run, "task"));

        for (var name : List.of("instruction", "receipt")) {
            assertThat(ran("trace " + cid(run, name))).isEqualTo(trace.with("cid", of(run, name)));
        }
        assertThat(of(map(of(trace, "task")), "cmd")).isEqualTo(Ipld.of("/wasm/run"));
        assertThat(list(trace, "names")).containsExactly(of(run, "task"), of(run, "instruction"));
        var receipt = map(list(trace, "receipts").getFirst());
        assertThat(of(receipt, "signature")).isEqualTo(Ipld.of("valid"));
        assertThat(of(receipt, "fuel")).isEqualTo(Ipld.of(4));
        assertThat(of(map(of(trace, "recall")), "hit")).isEqualTo(Ipld.of(true));
        var text = shell.run("trace", cid(run, "task").toString()).ok().out();
        assertThat(text)
                .startsWith("task " + cid(run, "task") + "\n")
                .contains(
                        "signed by", " (this node)", "4 fuel, 0 pages", "asked now  ", "recalled");
        requireOneLine(shell.run("trace", MISSING), Exit.NOT_FOUND, "nothing is known of");
        requireOneLine(shell.run("trace", "x"), Exit.USAGE, "");
    }

    @Test
    void showsThatTwoSignersDoNotAgree() throws Exception {
        var task = cid(ran("run core_add.wasm add_one 41"), "task");
        var claim = claim(task, new Outcome.Ok(Ipld.of(43)), false);

        assertThat(of(map(of(ran("trace " + task), "recall")), "hit")).isEqualTo(Ipld.of(true));
        shell.variable("IPVM_TRUST", claim.issuer().text());
        var trace = ran("trace " + task);

        assertThat(map(of(trace, "recall")))
                .isEqualTo(
                        Ipld.map(
                                "hit", Ipld.of(false),
                                "receipt", Ipld.ofNull(),
                                "why", Ipld.of("those who signed do not agree")));
        assertThat(list(trace, "receipts")).hasSize(2);
        assertThat(shell.run("trace", task.toString()).ok().out())
                .contains("out", "42", "43", claim.issuer().text(), "do not agree");
    }

    @Test
    void saysWhyAnEndIsNotTheAnswerForWhoAsksNow() throws Exception {
        var task = cid(ran("run m.wasm spin --fuel 12k"), "task");

        var trace = ran("trace " + task);

        assertThat(of(map(of(trace, "recall")), "why"))
                .isEqualTo(Ipld.of("more fuel than 12000 may be enough"));
    }

    @Test
    void tracesAWorkflowAsFarAsItCame() throws Exception {
        Files.writeString(
                folder.resolve("w.json"),
                """
                {"v":"0.1.0", "tasks":{
                  "a": {"cmd":"/wasm/run", "args":{"mod":"file:core_add.wasm", "fun":"add_one", "params":[1]}},
                  "b": {"cmd":"/wasm/run", "args":{"mod":"file:core_add.wasm", "fun":"add_one", "params":[{"await/ok":"a"}]}},
                  "c": {"cmd":"/wasm/run", "args":{"mod":"file:core_add.wasm", "fun":"none", "params":[]}},
                  "d": {"cmd":"/wasm/run", "args":{"mod":"file:core_add.wasm", "fun":"add_one", "params":[{"await/ok":"c"}]}}}}
                """);
        var lines = shell.run("workflow", "run", "w.json", "--json").jsonLines();

        var trace = ran("trace " + cid(lines.getLast(), "workflow"));

        assertThat(list(trace, "tasks").stream().map(job -> of(map(job), "state")).toList())
                .containsExactlyInAnyOrder(
                        Ipld.of("done"), Ipld.of("done"), Ipld.of("done"), Ipld.of("mismatch"));
        var text = shell.run("trace", cid(lines.getLast(), "workflow").toString()).ok().out();
        assertThat(text).startsWith("workflow ").contains("NoSuchFunction").contains("mismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "core_add.wasm add_one 41",
        "ids.wasm id-string hello",
        "m.wasm spin --fuel 12k",
        "m.wasm grow --memory 64KiB",
        "m.wasm grow --memory 0",
        "m.wasm grow",
    })
    void replaysToTheSameBits(String words) throws Exception {
        var receipt = cid(ran("run " + words), "receipt").toString();

        assertThat(shell.run("replay", receipt).ok().out()).isEqualTo("same\n");
        shell.run("get", receipt, "--block", "-o", "r").ok();
        assertThat(of(ran("replay r"), "same")).isEqualTo(Ipld.of(true));
        assertThat(of(ran("replay r"), "difference")).isEqualTo(Ipld.ofNull());
        assertThat(shell.run("receipts").ok().lines()).hasSize(1);
    }

    @Test
    void saysTheFirstDifference() throws Exception {
        var task = cid(ran("run core_add.wasm add_one 41"), "task");
        var claim = claim(task, new Outcome.Ok(Ipld.of(43)), false);

        var ran = shell.run("replay", claim.cid().toString());

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out())
                .isEqualTo("different: out is {\"ok\":42}, and the receipt says {\"ok\":43}\n");
        var timed = claim(task, new Outcome.TimedOut(5), false);
        requireOneLine(
                shell.run("replay", timed.cid().toString()), Exit.EXHAUSTED, "no replay can show");
        shell.variable("IPVM_FUEL_MAX", "3").variable("IPVM_FUEL_DEFAULT", "3");
        requireOneLine(
                shell.run("replay", claim.cid().toString()), Exit.EXHAUSTED, "more than a run may");
    }

    @Test
    void replaysNoReceiptThatIsAlteredInOneBit() throws Exception {
        var receipt = cid(ran("run core_add.wasm add_one 41"), "receipt").toString();
        shell.run("get", receipt, "--block", "-o", "r").ok();
        var bytes = Files.readAllBytes(folder.resolve("r"));
        Seeds.forEach(
                40,
                random -> {
                    var altered = bytes.clone();
                    int at = random.nextInt(bytes.length * 8);
                    altered[at / 8] ^= (byte) (1 << (at % 8));

                    var ran = shell.input(Bytes.wrap(altered)).run("replay", "-");

                    assertThat(ran.exit()).as("bit " + at + ran.err()).isEqualTo(Exit.USAGE);
                    assertThat(ran.out()).isEmpty();
                    assertThat(ran.err()).hasLineCount(1).doesNotContain("Exception");
                });
    }

    @Test
    void replaysNothingThatItCannot() throws Exception {
        var run = ran("run core_add.wasm add_one 41");

        requireOneLine(shell.run("replay", "no.bin"), Exit.NOT_FOUND, "no such file");
        requireOneLine(shell.run("replay", MISSING), Exit.NOT_FOUND, "is not here");
        requireOneLine(shell.run("replay", cid(run, "task").toString()), Exit.USAGE, "");
        shell.run("gc").ok();
        requireOneLine(
                shell.run("replay", cid(run, "receipt").toString()), Exit.NOT_FOUND, "not here");
    }
}

package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarWriter;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.task.Task;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else signed another end of what was run here.
class ConflictTest {

    private static final String DISAGREE = "those who signed do not agree";

    @TempDir Path folder;
    private final PrivateKey other = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
    private Shell shell;
    private Ipld.Map own = Ipld.map();

    @BeforeEach
    void run() throws Exception {
        shell = new Shell(folder);
        Files.write(
                folder.resolve("core_add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        own = again();
    }

    @AfterEach
    void close() {
        other.close();
    }

    private Ipld.Map again(String... more) throws Exception {
        var words = new java.util.ArrayList<>(List.of("run", "core_add.wasm", "add_one", "41"));
        words.add("--json");
        words.addAll(List.of(more));
        return shell.run(words.toArray(String[]::new)).ok().json();
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private Cid task() {
        return ((Ipld.Link) of(own, "task")).cid();
    }

    private Ipld.Map trace() throws Exception {
        return shell.run("trace", task().toString(), "--json").ok().json();
    }

    private static List<Ipld> receipts(Ipld.Map trace) {
        return ((Ipld.List) of(trace, "receipts")).items();
    }

    private Task ownTask() throws Exception {
        shell.run("get", task().toString(), "--block", "-o", "task").ok();
        return Task.decode(Bytes.wrap(Files.readAllBytes(folder.resolve("task"))));
    }

    /// The other says of a task that it came to so much.
    private Cid say(Task task, int value) throws Exception {
        var report = Report.of(task.cid(), new Outcome.Ok(Ipld.of(value)), Meter.NOTHING);
        var receipt = Receipt.sign(other, report);
        var out = new ByteArrayOutputStream();
        var car = new CarWriter(out, List.of());
        car.put(Block.of(Codec.DAG_CBOR, task.encode()));
        car.put(Block.of(Codec.DAG_CBOR, receipt.bytes()));
        var imported = shell.input(Bytes.wrap(out.toByteArray())).run("store", "import", "-").ok();
        assertThat(imported.out()).contains("1 new receipts");
        return receipt.cid();
    }

    private void trust() throws Exception {
        Files.writeString(shell.home().resolve("ipvm.conf"), "trust = " + other.did() + "\n");
    }

    private void requireConflict(Cid receipt) throws Exception {
        var trace = trace();
        assertThat(receipts(trace))
                .extracting(row -> of((Ipld.Map) row, "receipt"))
                .contains(of(own, "receipt"), Ipld.of(receipt));
        assertThat(receipts(trace))
                .extracting(row -> of((Ipld.Map) row, "out"))
                .contains(Ipld.map("ok", Ipld.of(42)), Ipld.map("ok", Ipld.of(44)));
        var recall = (Ipld.Map) of(trace, "recall");
        assertThat(of(recall, "hit")).isEqualTo(Ipld.of(false));
        assertThat(of(recall, "why")).isEqualTo(Ipld.of(DISAGREE));

        assertThat(shell.run("trace", task().toString()).ok().out())
                .contains(of(own, "receipt") instanceof Ipld.Link(var cid) ? cid.toString() : "?")
                .contains(receipt.toString())
                .contains(other.did().text())
                .contains(DISAGREE);
    }

    @Test
    void isRunAgainAndShownWhereBothAreTrusted() throws Exception {
        assertThat(of(again(), "recalled")).isEqualTo(Ipld.of(true));
        var receipt = say(ownTask(), 44);
        trust();

        var ran = again();

        assertThat(of(ran, "recalled")).isEqualTo(Ipld.of(false));
        assertThat(of(ran, "out")).isEqualTo(Ipld.map("ok", Ipld.of(42)));
        requireConflict(receipt);
    }

    @Test
    void isFoundUnderTheNameThatTasksOfTwoShare() throws Exception {
        var task = ownTask();
        var receipt = say(new Task(other.did(), task.command(), task.args(), task.nonce()), 44);
        trust();

        assertThat(of(again(), "recalled")).isEqualTo(Ipld.of(false));
        requireConflict(receipt);
    }

    @Test
    void countsForNothingWhereTheOtherIsNotTrusted() throws Exception {
        say(ownTask(), 44);

        assertThat(of(again(), "recalled")).isEqualTo(Ipld.of(true));
        assertThat(of(again(), "out")).isEqualTo(Ipld.map("ok", Ipld.of(42)));
        assertThat(receipts(trace())).hasSize(2);
        assertThat(shell.run("trace", task().toString()).ok().out())
                .contains("recalled from")
                .contains("its signer is not trusted here");
    }

    @Test
    void isNoneWhereBothSayTheSame() throws Exception {
        say(ownTask(), 42);
        trust();

        assertThat(of(again(), "recalled")).isEqualTo(Ipld.of(true));
        assertThat(of((Ipld.Map) of(trace(), "recall"), "hit")).isEqualTo(Ipld.of(true));
    }
}

package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.store.Intent;
import ipvm.store.SqliteStore;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.task.Task;
import ipvm.ucan.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntentsTest {

    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
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

    private Ipld.Map trace(Cid intent) throws Exception {
        return shell.run("trace", intent.toString(), "--json").ok().json();
    }

    private void requireOneLine(Ran ran, Exit exit, String said) {
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("ipvm ").hasLineCount(1).contains(said);
    }

    /// Leaves a command of which nobody knows, as a crash would.
    private Cid doubt(Intent.State state) throws Exception {
        shell.run("init").ok();
        try (var store = SqliteStore.open(shell.home().resolve("ipvm.db"), 1 << 30, 1);
                var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]))) {
            var args = Ipld.map("url", Ipld.of("http://valve/\u001b[2J"));
            var task = new Task(key.did(), new Command("/http/post"), args, Bytes.of(1));
            var unknown = new Outcome.Unknown(task.cid());
            var receipt = Receipt.sign(key, Report.of(task.cid(), unknown, Meter.NOTHING));
            var filed =
                    new Filed(
                            receipt.cid(),
                            task.cid(),
                            task.names(),
                            task.encode(),
                            receipt.bytes(),
                            5,
                            true);
            var changes = new ArrayList<Change>();
            changes.add(new Change.Intend(new Intent(task.cid(), task.encode(), state, 5)));
            if (state == Intent.State.UNKNOWN) {
                changes.add(new Change.File(filed));
            }
            store.commit(changes);
            return task.cid();
        }
    }

    @ParameterizedTest
    @CsvSource({"--fired, ok", "--not-fired, error"})
    void letsAPersonSayWhatBecameOfACommand(String word, String key) throws Exception {
        var intent = doubt(Intent.State.UNKNOWN);
        var listed = shell.run("intents", "--json").ok().json();
        assertThat(of(listed, "intent")).isEqualTo(Ipld.of(intent));
        assertThat(of(listed, "state")).isEqualTo(Ipld.of("unknown"));
        assertThat(shell.run("trace", intent.toString()).ok().out())
                .contains("unknown since", "it may have been done, or not", "\\u001b");

        var words = List.of("intents", "settle", intent.toString(), word, "--note", "I looked");
        shell.run(words.toArray(String[]::new)).ok();

        assertThat(shell.run("intents", "--json").ok().out()).isEmpty();
        var trace = trace(intent);
        assertThat(list(trace, "receipts")).hasSize(1);
        var receipt = map(list(trace, "receipts").getFirst());
        assertThat(map(of(receipt, "out")).find(key)).isPresent();
        assertThat(of(receipt, "signature")).isEqualTo(Ipld.of("valid"));
        assertThat(of(map(of(receipt, "evidence")), "note")).isEqualTo(Ipld.of("I looked"));
        assertThat(of(map(of(trace, "recall")), "hit")).isEqualTo(Ipld.of(key.equals("ok")));
        requireOneLine(shell.run(words.toArray(String[]::new)), Exit.USAGE, "settled already");
        requireOneLine(
                shell.run("replay", cid(receipt, "receipt").toString()),
                Exit.USAGE,
                "is an effect");
    }

    @Test
    void takesNoPersonsWordWhereItIsNotWanted() throws Exception {
        var open = doubt(Intent.State.OPEN).toString();

        requireOneLine(
                shell.run("intents", "settle", open, "--fired", "--note", "x"),
                Exit.BUSY,
                "under way");
        requireOneLine(shell.run("intents", "settle", open, "--note", "x"), Exit.USAGE, "either");
        requireOneLine(shell.run("intents", "settle", open, "--fired"), Exit.USAGE, "--note");
        requireOneLine(
                shell.run("intents", "settle", MISSING, "--fired", "--note", "x"),
                Exit.NOT_FOUND,
                "no intent");
        assertThat(of(shell.run("intents", "--json").ok().json(), "state"))
                .isEqualTo(Ipld.of("open"));
    }
}

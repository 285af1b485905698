package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarReader;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.UnixFsWriter;
import ipvm.data.Vectors;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.store.SqliteStore;
import ipvm.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        Files.write(
                folder.resolve("core_add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private static String text(Ipld.Map object, String key) {
        return ((Ipld.Text) of(object, key)).value();
    }

    private static String link(Ipld.Map object, String key) {
        return ((Ipld.Link) of(object, key)).cid().toString();
    }

    private static Bytes random(int size) {
        var bytes = new byte[size];
        Seeds.random(7).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /// Puts what is not a file into the store, as a neighbour would.
    private void store(Change... changes) throws IOException {
        shell.run("init").ok();
        try (var store = SqliteStore.open(shell.home().resolve("ipvm.db"), 1 << 30, 1)) {
            store.commit(List.of(changes));
        }
    }

    private static Change put(Block block) {
        return new Change.Put(block, false);
    }

    private static Block node(Ipld value) {
        return Block.of(Codec.DAG_CBOR, DagCbor.encode(value));
    }

    private Ran put(Bytes bytes) {
        return shell.input(bytes).run("put", "-", "--json").ok();
    }

    private void requireOneLine(Ran ran, Exit exit, String said) {
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("ipvm ").hasLineCount(1).contains(said);
    }

    @Test
    void givesAFileBackByTheNameThatIpfsGivesIt() throws Exception {
        var bytes = random(600_000);
        Files.write(folder.resolve("photo"), bytes.toArray());

        var put = shell.run("put", "photo", "--json").ok().json();

        var written = new UnixFsWriter(block -> {}).file(bytes.stream());
        assertThat(put)
                .isEqualTo(
                        Ipld.map(
                                "cid", Ipld.of(written.cid().toString()),
                                "bytes", Ipld.of(600_000),
                                "blocks", Ipld.of(4),
                                "new", Ipld.of(4)));
        var again = shell.run("put", "photo").ok();
        assertThat(again.out()).isEqualTo(written.cid() + "\n");
        assertThat(of(shell.run("put", "photo", "--json").json(), "new")).isEqualTo(Ipld.of(0));
        shell.run("get", written.cid().toString(), "-o", "back").ok();
        assertThat(Files.readAllBytes(folder.resolve("back"))).isEqualTo(bytes.toArray());
        var small = text(put(Bytes.utf8("hi\n")).json(), "cid");
        assertThat(shell.run("get", "ipfs://" + small).ok().out()).isEqualTo("hi\n");
    }

    @Test
    void countsEqualBlocksOfOneFileOnce() throws Exception {
        var put = put(Bytes.wrap(new byte[1 << 20])).json();

        assertThat(of(put, "blocks")).isEqualTo(Ipld.of(5));
        assertThat(of(put, "new")).isEqualTo(Ipld.of(2));
    }

    @Test
    void refusesWhatCannotBePutWithoutMakingAHome() throws Exception {
        Files.createDirectory(folder.resolve("folder"));

        requireOneLine(shell.run("put", "missing"), Exit.NOT_FOUND, "missing: no such file");
        requireOneLine(shell.run("put", "folder"), Exit.USAGE, "is a folder");
        requireOneLine(shell.run("get", MISSING), Exit.NOT_FOUND, "no home at ");
        assertThat(shell.home()).doesNotExist();
    }

    @Test
    void saysThatAFileDoesNotFitInsteadOfForgettingItsBeginning() {
        shell.variable("IPVM_DISK_MAX", "1MiB");

        var ran = shell.input(random(3 << 20)).run("put", "-");

        assertThat(ran.exit()).isEqualTo(Exit.BUSY);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("StorageFull: ");
    }

    @Test
    void followsAPathAcrossLinksAndNamesTheSegmentThatFails() throws Exception {
        var file = Block.of(Codec.RAW, Bytes.utf8("deep"));
        var inner = node(Ipld.map("list", Ipld.list(Ipld.of(1), Ipld.of(file.cid()))));
        var outer = node(Ipld.map("in", Ipld.of(inner.cid()), "gone", Ipld.of(cid(MISSING))));
        store(put(file), put(inner), put(outer));
        var root = outer.cid().toString();

        assertThat(shell.run("get", root + "/in/list/1").ok().out()).isEqualTo("deep");
        assertThat(shell.run("get", root + "/in/list/0").ok().out()).isEqualTo("1\n");
        assertThat(shell.run("get", root + "/in").ok().out())
                .isEqualTo("{\"list\":[1,{\"/\":\"" + file.cid() + "\"}]}\n");
        requireOneLine(shell.run("get", root + "/in/lost/1"), Exit.NOT_FOUND, "'lost'");
        requireOneLine(shell.run("get", root + "/in/list/2"), Exit.NOT_FOUND, "'2'");
        requireOneLine(shell.run("get", root + "/gone"), Exit.NOT_FOUND, MISSING);
        requireOneLine(shell.run("get", root + "/in/\u001b[2J"), Exit.NOT_FOUND, "\\u{1b}[2J");
        requireOneLine(shell.run("get", root + "/../.."), Exit.USAGE, "below its root");
    }

    private static Cid cid(String text) throws Exception {
        return Cid.parse(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "bafk", "../etc/passwd", "ipfs://", "Qm", "did:key:z6Mk", "/"})
    void refusesWhatIsNoName(String word) {
        shell.run("init").ok();

        for (var command : List.of("get", "keep", "unkeep", "publish")) {
            requireOneLine(shell.run(command, word), Exit.USAGE, "");
        }
    }

    @Test
    void leavesAFileAsItWasWhenItsContentIsNotAllHere() throws Exception {
        var blocks = new ArrayList<Change>();
        var file = new UnixFsWriter(block -> blocks.add(put(block))).file(random(600_000).stream());
        blocks.remove(1);
        store(blocks.toArray(Change[]::new));
        Files.writeString(folder.resolve("old"), "old");
        Files.createDirectory(folder.resolve("folder"));

        var ran = shell.run("get", file.cid().toString(), "-o", "old");

        requireOneLine(ran, Exit.NOT_FOUND, "is not here");
        assertThat(folder.resolve("old")).hasContent("old");
        var name = file.cid().toString();
        requireOneLine(shell.run("get", name, "-o", "folder"), Exit.USAGE, "is a folder");
        requireOneLine(shell.run("get", name, "-o", "no/file"), Exit.NOT_FOUND, "no");
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(left -> left.endsWith(".part"));
        }
    }

    @Test
    void givesABlockOrAnArchiveOfAllThatFollows() throws Exception {
        var file = Block.of(Codec.RAW, Bytes.utf8("deep"));
        var root = node(Ipld.list(Ipld.of(file.cid()), Ipld.of(file.cid())));
        store(put(file), put(root));
        var name = root.cid().toString();

        shell.run("get", name, "--block", "-o", "block").ok();
        shell.run("get", name, "--car", "-o", "all.car").ok();

        assertThat(Files.readAllBytes(folder.resolve("block"))).isEqualTo(root.data().toArray());
        var bytes = Files.readAllBytes(folder.resolve("all.car"));
        var car = new CarReader(new ByteArrayInputStream(bytes), Limits.DEFAULT);
        assertThat(car.roots()).containsExactly(root.cid());
        assertThat(car.next()).contains(root);
        assertThat(car.next()).contains(file);
        assertThat(car.next()).isEmpty();
        assertThat(shell.run("get", name + "/1", "--block").ok().out()).isEqualTo("deep");
        assertThat(shell.run("get", name, "--block", "--car").exit()).isEqualTo(Exit.USAGE);
        assertThat(shell.run("get", MISSING, "--car").exit()).isEqualTo(Exit.NOT_FOUND);
    }

    @Test
    void givesTasksAndReceiptsByTheirNames() throws Exception {
        var ran = shell.run("run", "core_add.wasm", "add_one", "41", "--json").ok().json();

        var task = shell.run("get", link(ran, "task")).ok();
        assertThat(of((Ipld.Map) of(task.json(), "args"), "fun")).isEqualTo(Ipld.of("add_one"));
        var receipt = shell.run("get", link(ran, "receipt") + "/1/ucan~1inv@1.0.0-rc.1");
        assertThat(shell.run("get", link(ran, "receipt")).ok().out()).contains("\"ok\":42");
        assertThat(receipt.exit()).isEqualTo(Exit.NOT_FOUND);
        var inspected = shell.run("inspect", link(ran, "receipt"), "--json").ok().json();
        assertThat(of(inspected, "kind")).isEqualTo(Ipld.of("cid"));
        assertThat(of(inspected, "here")).isEqualTo(Ipld.of(true));
        assertThat(of((Ipld.Map) of(inspected, "content"), "kind")).isEqualTo(Ipld.of("receipt"));
        assertThat(of(shell.run("inspect", MISSING, "--json").ok().json(), "here"))
                .isEqualTo(Ipld.of(false));
    }

    @Test
    void removesWhatNothingNeeds() throws Exception {
        var kept = text(put(random(600_000)).json(), "cid");
        var loose = text(put(Bytes.utf8("loose")).json(), "cid");
        var open = text(put(Bytes.utf8("open to all")).json(), "cid");
        shell.run("keep", kept).ok();
        shell.run("publish", open).ok();

        var gc = shell.run("gc", "--json").ok().json();

        assertThat(gc).isEqualTo(Ipld.map("removed", Ipld.of(1), "bytes", Ipld.of(5)));
        assertThat(shell.run("get", kept, "-o", "kept").exit()).isEqualTo(Exit.OK);
        assertThat(shell.run("get", open).ok().out()).isEqualTo("open to all");
        assertThat(shell.run("get", loose).exit()).isEqualTo(Exit.NOT_FOUND);
        shell.run("unkeep", kept).ok();
        assertThat(shell.run("gc").ok().out()).isEqualTo("removed 4 blocks, 600158 bytes\n");
        assertThat(shell.run("unkeep", kept).exit()).isEqualTo(Exit.NOT_FOUND);
    }

    @Test
    void keepsWhatTwoShareUntilBothAreLetGo() throws Exception {
        var shared = Block.of(Codec.RAW, Bytes.utf8("shared"));
        var one = node(Ipld.list(Ipld.of(shared.cid())));
        var two = node(Ipld.list(Ipld.of(shared.cid()), Ipld.of(cid(MISSING))));
        store(put(shared), put(one), put(two));

        shell.run("keep", one.cid().toString()).ok();
        var ran = shell.run("keep", two.cid().toString()).ok();
        assertThat(ran.out()).isEqualTo("kept " + two.cid() + ", blocks: 2\n");
        assertThat(ran.err()).isEqualTo("not here: " + MISSING + "\n");
        shell.run("unkeep", two.cid().toString()).ok();
        assertThat(of(shell.run("gc", "--json").ok().json(), "removed")).isEqualTo(Ipld.of(1));
        assertThat(shell.run("get", shared.cid().toString()).ok().out()).isEqualTo("shared");
        shell.run("unkeep", one.cid().toString()).ok();
        assertThat(of(shell.run("gc", "--json").ok().json(), "removed")).isEqualTo(Ipld.of(2));
    }

    @Test
    void keepsWhatAcceptedWorkAndKeptReceiptsName() throws Exception {
        var module = Block.of(Codec.RAW, Bytes.utf8("a module"));
        var task = node(Ipld.map("mod", Ipld.of("ipfs://" + module.cid())));
        var entry =
                new Entry(task.cid(), DagCbor.encode(Ipld.map("task", Ipld.of(task.data()))), 1);
        store(put(module), new Change.Accept(entry));
        var ran = shell.run("run", "core_add.wasm", "add_one", "1", "--json").ok().json();
        shell.run("keep", link(ran, "instruction")).ok();

        assertThat(of(shell.run("gc", "--json").ok().json(), "removed")).isEqualTo(Ipld.of(0));
        store(new Change.Done(task.cid()));
        assertThat(of(shell.run("gc", "--json").ok().json(), "removed")).isEqualTo(Ipld.of(1));
        shell.run("unkeep", link(ran, "receipt")).ok();
        assertThat(of(shell.run("gc", "--json").ok().json(), "removed")).isEqualTo(Ipld.of(1));
        assertThat(shell.run("get", link(ran, "receipt")).exit()).isEqualTo(Exit.OK);
    }

    @Test
    void showsANodeOnATerminalWithoutItsControlCharacters() throws Exception {
        var node = node(Ipld.of("\u009b2J"));
        store(put(node));
        shell.onTerminal();

        assertThat(shell.run("get", node.cid().toString()).ok().out()).isEqualTo("\"\\u{9b}2J\"\n");
        assertThat(DagJson.text(Ipld.of("\u009b2J"))).isEqualTo("\"\u009b2J\"");
    }
}

package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarReader;
import ipvm.data.CarWriter;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.Vectors;
import ipvm.store.SqliteStore;
import ipvm.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {

    private static final int PAGE_BYTES = 4_096;

    @TempDir Path folder;
    @TempDir Path elsewhere;
    private Shell shell;
    private Shell other;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        other = new Shell(elsewhere, 2);
        for (var place : List.of(folder, elsewhere)) {
            Files.write(
                    place.resolve("core_add.wasm"),
                    Vectors.bytes("homestar/core_add.wasm").toArray());
        }
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private static Cid cid(Ipld.Map object, String key) {
        return ((Ipld.Link) of(object, key)).cid();
    }

    private Ipld.Map ran(Shell where, int number) throws Exception {
        var n = Integer.toString(number);
        return where.run("run", "core_add.wasm", "add_one", n, "--json").ok().json();
    }

    /// A store with three receipts and a file of four blocks that is kept; the file's name.
    private String fill() throws Exception {
        for (int i = 1; i <= 3; i++) {
            ran(shell, i);
        }
        var bytes = new byte[600_000];
        Seeds.random(5).nextBytes(bytes);
        var name = shell.input(Bytes.wrap(bytes)).run("put", "-").ok().out().strip();
        shell.run("keep", name).ok();
        return name;
    }

    private Path database() {
        return shell.home().resolve("ipvm.db");
    }

    private void sql(String statement) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                var one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private static void requireOneLine(Ran ran, Exit exit, String said) {
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("ipvm ").hasLineCount(1).contains(said);
    }

    private static List<Block> blocks(Path car) throws Exception {
        var blocks = new ArrayList<Block>();
        try (var in = Files.newInputStream(car)) {
            var reader = new CarReader(in, Limits.DEFAULT);
            for (var block = reader.next(); block.isPresent(); block = reader.next()) {
                blocks.add(block.get());
            }
        }
        return blocks;
    }

    @Test
    void findsNothingWrongWithAStoreThatIsWhole() throws Exception {
        fill();

        var check = shell.run("store", "check", "--json").ok().json();

        assertThat(of(check, "valid")).isEqualTo(Ipld.of(true));
        assertThat(of(check, "receipts")).isEqualTo(Ipld.of(3));
        assertThat(of(check, "blocks")).isEqualTo(Ipld.of(5));
        assertThat(of(check, "faults")).isEqualTo(Ipld.list());
        try (var used = SqliteStore.open(database(), 1 << 30, 1)) {
            assertThat(used.usage().receipts()).isEqualTo(3);
            assertThat(shell.run("store", "check").ok().out())
                    .isEqualTo("5 blocks and 3 receipts are whole\n");
        }
    }

    @Test
    void bringsAHomeBackFromItsArchive() throws Exception {
        var file = fill();
        var exported = shell.run("store", "export", "home.car", "--json").ok().json();
        assertThat(of(exported, "receipts")).isEqualTo(Ipld.of(3));
        assertThat(of(exported, "blocks")).isEqualTo(Ipld.of(11));
        Files.delete(database());

        var imported = shell.run("store", "import", "home.car", "--json").ok().json();

        assertThat(imported)
                .isEqualTo(
                        Ipld.map(
                                "blocks", Ipld.of(11),
                                "new", Ipld.of(8),
                                "receipts", Ipld.of(3),
                                "kept", Ipld.of(1)));
        assertThat(of(ran(shell, 2), "recalled")).isEqualTo(Ipld.of(true));
        assertThat(shell.run("store", "check").ok().out())
                .isEqualTo("5 blocks and 3 receipts are whole\n");
        shell.run("gc").ok();
        shell.run("get", file, "-o", "back").ok();
        assertThat(Files.size(folder.resolve("back"))).isEqualTo(600_000);
        var again = shell.run("store", "import", "home.car", "--json").ok().json();
        assertThat(of(again, "receipts")).isEqualTo(Ipld.of(0));
        assertThat(shell.run("receipts").ok().lines()).hasSize(3);
    }

    @Test
    void recallsWhatAnotherNodeSignedOnlyWhenItIsTrusted() throws Exception {
        var first = ran(shell, 41);
        var car = folder.resolve("home.car");
        shell.run("store", "export", car.toString()).ok();
        other.input(Bytes.wrap(Files.readAllBytes(car))).run("store", "import", "-").ok();

        assertThat(of(ran(other, 41), "recalled")).isEqualTo(Ipld.of(false));
        other.run("init").ok();
        Files.delete(other.home().resolve("ipvm.db"));
        other.run("store", "import", car.toString()).ok();
        other.variable("IPVM_TRUST", ((Ipld.Text) of(first, "on")).value());
        var recalled = ran(other, 41);

        assertThat(of(recalled, "recalled")).isEqualTo(Ipld.of(true));
        assertThat(of(recalled, "receipt")).isEqualTo(of(first, "receipt"));
    }

    @Test
    void refusesAFolderForTheArchive() throws Exception {
        fill();
        Files.createDirectory(folder.resolve("folder"));

        requireOneLine(shell.run("store", "export", "folder"), Exit.USAGE, "is a folder");
    }

    @Test
    void writesTheArchiveToStandardOutputWithNothingElse() throws Exception {
        ran(shell, 1);
        shell.run("store", "export", "a.car").ok();

        var ran = shell.run("store", "export", "-", "--json").ok();

        assertThat(ran.err()).contains("3 blocks, 1 receipts, ");
        var length = Files.size(folder.resolve("a.car"));
        assertThat(ran.out()).isNotEmpty();
        assertThat((long) ran.out().length()).isLessThanOrEqualTo(length);
    }

    @Test
    void namesABlockWhoseBytesChangedAndSavesTheRest() throws Exception {
        fill();
        sql("UPDATE blocks SET data=zeroblob(10) WHERE number=3");

        var check = shell.run("store", "check");

        assertThat(check.exit()).isEqualTo(Exit.FAILED);
        assertThat(check.out()).contains("4 blocks and 3 receipts", "holds other bytes");
        var export = shell.run("store", "export", "rest.car");
        assertThat(export.exit()).isEqualTo(Exit.FAILED);
        assertThat(export.err()).contains("lost: block bafkrei", "holds other bytes");
        assertThat(blocks(folder.resolve("rest.car"))).hasSize(10);
        var imported = other.run("store", "import", folder.resolve("rest.car").toString()).ok();
        assertThat(imported.out()).contains("3 new receipts");
    }

    @Test
    void namesAReceiptWhoseSignatureDoesNotHold() throws Exception {
        fill();
        var bytes = forged().data();
        sql(
                "UPDATE receipts SET token=x'%s', receipt=x'%s' WHERE number=1"
                        .formatted(bytes.hex(), Cid.of(Codec.DAG_CBOR, bytes).encode().hex()));

        var check = shell.run("store", "check", "--json");

        assertThat(check.exit()).isEqualTo(Exit.FAILED);
        assertThat(((Ipld.List) of(check.json(), "faults")).items()).hasSize(1);
        assertThat(check.out()).contains("the signature does not hold");
        shell.run("store", "export", "rest.car");
        assertThat(blocks(folder.resolve("rest.car"))).noneMatch(b -> b.data().equals(bytes));
    }

    /// A receipt with another signature under the name that its bytes have.
    private Block forged() throws Exception {
        var name = cid(ran(shell, 1), "receipt").toString();
        shell.run("get", name, "--block", "-o", "r").ok();
        var bytes = Files.readAllBytes(folder.resolve("r"));
        bytes[10] ^= 1;
        return Block.of(Codec.DAG_CBOR, Bytes.wrap(bytes));
    }

    private static Bytes car(List<Cid> roots, Block... blocks) throws IOException {
        var out = new ByteArrayOutputStream();
        var car = new CarWriter(out, roots);
        for (var block : blocks) {
            car.put(block);
        }
        return Bytes.wrap(out.toByteArray());
    }

    @Test
    void readsWhatIsLeftOfAFileWithADamagedPage() throws Exception {
        fill();
        var whole = Files.readAllBytes(database());
        int[] saved = {0};
        Seeds.forEach(
                24,
                random -> {
                    var bytes = whole.clone();
                    int page = random.nextInt(bytes.length / PAGE_BYTES);
                    for (int i = 0; i < PAGE_BYTES; i++) {
                        bytes[page * PAGE_BYTES + i] = (byte) random.nextInt();
                    }
                    Files.write(database(), bytes);

                    var check = shell.run("store", "check");
                    var export = shell.run("store", "export", "rest.car");

                    assertThat(check.exit()).as("page " + page).isEqualTo(Exit.FAILED);
                    assertThat(check.err() + export.err()).doesNotContain("Exception");
                    if (export.exit() == Exit.USAGE) {
                        assertThat(page).isEqualTo(0);
                    } else {
                        int found = blocks(folder.resolve("rest.car")).size();
                        assertThat(export.exit() == Exit.OK).isEqualTo(found == 11);
                        saved[0] += found;
                    }
                });
        System.out.println("blocks saved from 24 damaged files of 11: " + saved[0]);
        assertThat(saved[0]).isGreaterThan(24 * 6);
    }

    @Test
    void readsAStoreOfANewerVersionThatCannotBeOpened() throws Exception {
        fill();
        sql("PRAGMA user_version=9");

        requireOneLine(shell.run("receipts"), Exit.USAGE, "has version 9, and this ipvm knows ");
        var check = shell.run("store", "check");
        assertThat(check.exit()).isEqualTo(Exit.FAILED);
        assertThat(check.out()).contains("version 9 is newer than this ipvm's");
        var export = shell.run("store", "export", "all.car");
        assertThat(export.exit()).isEqualTo(Exit.FAILED);
        assertThat(export.out()).startsWith("11 blocks, 3 receipts");
        other.run("store", "import", folder.resolve("all.car").toString()).ok();
    }

    @Test
    void saysThatThereIsNoStoreOrOnlySomethingElse() throws Exception {
        requireOneLine(shell.run("store", "check"), Exit.NOT_FOUND, "no home at ");
        shell.run("init").ok();
        requireOneLine(shell.run("store", "check"), Exit.NOT_FOUND, "no store at ");
        requireOneLine(shell.run("store", "export", "x"), Exit.NOT_FOUND, "no store at ");
        Files.writeString(database(), "no database at all, ".repeat(500));
        assertThat(shell.run("store", "check").exit()).isEqualTo(Exit.FAILED);
        requireOneLine(shell.run("store", "export", "x"), Exit.USAGE, "not a database");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private void requireNothingTaken(Bytes archive, Exit exit, String said) throws Exception {
        requireOneLine(other.input(archive).run("store", "import", "-"), exit, said);
        assertThat(other.home()).doesNotExist();
    }

    @Test
    void takesNothingOfAnArchiveThatIsNotWhatItSays() throws Exception {
        fill();
        shell.run("store", "export", "a.car").ok();
        var whole = Files.readAllBytes(folder.resolve("a.car"));
        var altered = whole.clone();
        altered[whole.length - 200] ^= 1;

        requireNothingTaken(Bytes.wrap(altered), Exit.USAGE, "standard input: ");
        requireNothingTaken(Bytes.wrap(whole).slice(0, whole.length - 5), Exit.USAGE, "");
        requireNothingTaken(Bytes.utf8("no archive"), Exit.USAGE, "");
        requireNothingTaken(Bytes.EMPTY, Exit.USAGE, "CAR header");
        requireNothingTaken(car(List.of(), forged()), Exit.USAGE, "does not hold");
        requireOneLine(other.run("store", "import", "no.car"), Exit.NOT_FOUND, "no such file");
    }

    @Test
    void filesNoReceiptWhoseTaskIsMissingAndKeepsNoRootThatIsNot() throws Exception {
        var receipt = cid(ran(shell, 1), "receipt");
        shell.run("get", receipt.toString(), "--block", "-o", "r").ok();
        var token = Bytes.wrap(Files.readAllBytes(folder.resolve("r")));
        var gone = Cid.of(Codec.RAW, Bytes.utf8("gone"));
        var archive = car(List.of(gone), Block.of(Codec.DAG_CBOR, token));

        var ran = other.input(archive).run("store", "import", "-").ok();

        assertThat(ran.out()).isEqualTo("1 blocks, 0 of them new, and 0 new receipts; 0 kept\n");
        assertThat(ran.err())
                .contains("not filed, as its task is not here: " + receipt, "not kept: block ");
    }

    @Test
    void findsAnImportedReceiptUnderNoNameButItsTasks() throws Exception {
        var run = ran(shell, 1);
        sql("UPDATE receipts SET names=x''");
        sql("INSERT INTO names SELECT x'" + gone().encode().hex() + "', 1");
        shell.run("store", "export", "a.car").ok();
        other.run("store", "import", folder.resolve("a.car").toString()).ok();

        assertThat(other.run("trace", gone().toString()).exit()).isEqualTo(Exit.NOT_FOUND);
        other.run("trace", cid(run, "instruction").toString()).ok();
    }

    private static Cid gone() {
        return Cid.of(Codec.RAW, Bytes.utf8("gone"));
    }
}

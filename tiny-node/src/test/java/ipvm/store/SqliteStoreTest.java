package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Codec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {

    private static final long BYTES_MAX = 1 << 24;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("ipvm.db");
    }

    private SqliteStore open() throws IOException {
        return SqliteStore.open(file, BYTES_MAX, 4_711);
    }

    private void expect(StoreException.Kind kind, String message) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this::open)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void holdsWhatWasCommittedAfterItWasClosed() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.File(Shelves.filed(1, "x"))));
        }
        try (var store = open()) {
            assertThat(store.receipts(Shelves.name("x"))).containsExactly(Shelves.filed(1, "x"));
            assertThat(store.faults()).isEmpty();
        }
    }

    @Test
    void findsReceiptsByTheirNamesBeforeAndAfterTheseAreIndexed() throws Exception {
        int count = 2 * Recent.RECEIPTS_MAX + 100;
        try (var store = open()) {
            for (int from = 0; from < count; from += 500) {
                store.commit(
                        IntStream.range(from, Math.min(count, from + 500))
                                .<Change>mapToObj(i -> new Change.File(Shelves.filed(i, "n" + i)))
                                .toList());
            }
            expectAll(store, count);
            // a receipt has three names, and thousands at once are written to the table
            assertThat(Tables.count(file, "names")).isEqualTo(3 * 4_500);
            store.commit(
                    List.of(
                            new Change.Unfile(Shelves.filed(1).receipt()),
                            new Change.Unfile(Shelves.filed(count - 1).receipt())));
            assertThat(store.receipts(Shelves.name("n1"))).isEmpty();
            assertThat(store.receipts(Shelves.name("n" + (count - 1)))).isEmpty();
            store.commit(
                    List.of(
                            new Change.File(Shelves.filed(1, "n1")),
                            new Change.File(Shelves.filed(count - 1, "n" + (count - 1))),
                            new Change.File(Shelves.filed(5, "n5"))));
        }
        try (var store = open()) {
            expectAll(store, count);
        }
    }

    private static void expectAll(SqliteStore store, int count) throws IOException {
        for (int i = 0; i < count; i += 7) {
            var filed = Shelves.filed(i, "n" + i);
            assertThat(store.receipts(Shelves.name("n" + i))).containsExactly(filed);
            assertThat(store.receipts(filed.receipt())).containsExactly(filed);
        }
        assertThat(store.usage().receipts()).isEqualTo(count);
    }

    @Test
    void namesTheProcessThatHasIt() throws Exception {
        try (var store = open()) {
            expect(StoreException.Kind.LOCKED, "in use by process 4711");
            assertThat(store.journal()).isEmpty();
        }
        open().close();
    }

    @Test
    void refusesANewerVersionByItsNumber() throws Exception {
        open().close();
        sql("PRAGMA user_version=99");
        expect(StoreException.Kind.NEWER, "has version 99, and this ipvm knows 1");
    }

    @Test
    void refusesTheDatabaseOfSomethingElse() throws Exception {
        sql("CREATE TABLE theirs(x)");
        expect(StoreException.Kind.DAMAGED, "is a database of something else");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(connection.getMetaData().getTables(null, null, "blocks", null).next())
                    .isFalse();
        }
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws Exception {
        var text =
                "a letter to somebody, longer than any header of a database would be. ".repeat(9);
        Files.writeString(file, text);
        expect(StoreException.Kind.DAMAGED, "ipvm store export FILE");
        assertThat(file).content().isEqualTo(text);
    }

    @Test
    void bringsAnOlderVersionUpToThisOneOrLeavesIt() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.File(Shelves.filed(1))));
        }
        var steps = new ArrayList<>(Schema.STEPS);
        steps.add(List.of("CREATE TABLE more(x)", "CREATE TABLE more(x)"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new Opening(file, BYTES_MAX, steps).open(1))
                .withMessageContaining("already exists");

        steps.set(1, List.of("CREATE TABLE more(x)"));
        try (var store = new Opening(file, BYTES_MAX, steps).open(1)) {
            assertThat(store.lastReceipts(5)).hasSize(1);
        }
        expect(StoreException.Kind.NEWER, "has version 2");
    }

    @Test
    void canBeReadWhereNobodyMayWrite() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.File(Shelves.filed(1, "x"))));
        }
        var opening = new Opening(file, BYTES_MAX, Schema.STEPS);
        try (var store = opening.readable()) {
            assertThat(store.receipts(Shelves.name("x"))).containsExactly(Shelves.filed(1, "x"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.commit(List.of(new Change.Accept(Shelves.entry(1)))))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY));
            assertThat(store.journal()).isEmpty();
        }
        var steps = new ArrayList<>(Schema.STEPS);
        steps.add(List.of("CREATE TABLE more(x)"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new Opening(file, BYTES_MAX, steps).readable())
                .withMessageContaining("has version 1 and may not be written");
    }

    @Test
    void readsAFileThatNobodyWritesWithoutAnIndexOfItsLog() throws Exception {
        open().close();
        assertThat(Opening.hasLog(file)).isFalse();
        assertThat(Opening.readUrl(file)).isEqualTo("jdbc:sqlite:" + file);
        try (var connection = DriverManager.getConnection(Opening.stillUrl(file));
                var made = connection.createStatement();
                var rows = made.executeQuery("SELECT count(*) FROM receipts")) {
            assertThat(rows.next()).isTrue();
            assertThat(file.resolveSibling("ipvm.db-shm")).doesNotExist();
        }
    }

    @Test
    void keepsAReserveForADiskThatIsFull() throws Exception {
        open().close();
        var room = folder.resolve("ipvm.db.reserve");
        assertThat(room).hasSize(Reserve.BYTES);
        var reserve = Reserve.of(file);

        assertThat(reserve.spend()).isTrue();
        assertThat(room).doesNotExist();
        assertThat(reserve.spend()).isFalse();
        Files.write(room, new byte[7]);
        assertThat(reserve.keep()).isTrue();
        assertThat(room).hasSize(Reserve.BYTES);
        assertThat(reserve.hasRoomFor(1)).isTrue();
        assertThat(reserve.hasRoomFor(Long.MAX_VALUE)).isFalse();

        var nowhere = Reserve.of(folder.resolve("missing").resolve("ipvm.db"));
        assertThat(nowhere.keep()).isFalse();
        assertThat(nowhere.hasRoomFor(1)).isFalse();
    }

    @Test
    void spendsNoReserveOnAQuotaThatIsFull() throws Exception {
        try (var store = SqliteStore.open(file, 1 << 19, 1)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            store.commit(Shelves.put(Shelves.block(i, 10_000), true));
                        }
                    })
                    .withMessageContaining("disk.max");
            assertThat(folder.resolve("ipvm.db.reserve")).hasSize(Reserve.BYTES);
        }
    }

    @Test
    void noticesABlockWhoseBytesChanged() throws Exception {
        var block = Block.of(Codec.RAW, Bytes.utf8("as it was written down"));
        try (var store = open()) {
            store.commit(Shelves.put(block, true));
        }
        sql("UPDATE blocks SET data = x'00'");
        try (var store = open()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.block(block.cid()))
                    .withMessageContaining(block.cid().toString());
        }
    }

    @Test
    void saysThatAPageIsDamagedAndReadsTheOthers() throws Exception {
        var blocks = IntStream.range(0, 200).mapToObj(i -> Shelves.block(i, 3_000)).toList();
        try (var store = open()) {
            for (var block : blocks) {
                store.commit(Shelves.put(block, true));
            }
            store.compact();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(3_000), channel.size() * 3 / 4);
        }
        try (var store = open()) {
            int read = 0;
            int refused = 0;
            for (var block : blocks) {
                try {
                    read += store.block(block.cid()).isPresent() ? 1 : 0;
                } catch (StoreException e) {
                    assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED);
                    refused++;
                }
            }
            assertThat(refused).isBetween(1, 5);
            assertThat(read + refused).isEqualTo(200);
        }
    }

    @Test
    void leavesEverythingAsItWasWhenATransactionFails() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.Accept(Shelves.entry(1))));
            sql("DROP TABLE seen");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() ->
                            store.commit(
                                    List.of(
                                            new Change.Accept(Shelves.entry(2)),
                                            new Change.See(Shelves.name("x"), 1))));
            assertThat(store.journal()).containsExactly(Shelves.entry(1));
            store.commit(List.of(new Change.Accept(Shelves.entry(3))));
            assertThat(store.journal()).hasSize(2);
        }
    }

    @Test
    void leavesNothingOpenAfterItRefusedAFile() throws Exception {
        open().close();
        sql("PRAGMA user_version=99");
        expect(StoreException.Kind.NEWER, "has version 99");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new Opening(file, BYTES_MAX, Schema.STEPS).readable());
        assertThat(openFiles()).noneMatch(name -> name.startsWith(folder.toString()));
        sql("PRAGMA user_version=1");
        try (var store = open()) {
            assertThat(store.faults()).isEmpty();
            if (Files.exists(Path.of("/proc/self/fd"))) {
                assertThat(openFiles()).contains(file.toString());
            }
        }
        assertThat(openFiles()).noneMatch(name -> name.startsWith(folder.toString()));
    }

    /// What this process has open, as far as the system says.
    private static List<String> openFiles() throws IOException {
        var names = new ArrayList<String>();
        var all = Path.of("/proc/self/fd").toFile().listFiles();
        for (var one : all == null ? new java.io.File[0] : all) {
            if (Files.isSymbolicLink(one.toPath())) {
                names.add(Files.readSymbolicLink(one.toPath()).toString());
            }
        }
        return names;
    }

    @Test
    void givesRoomBackToTheDisk() throws Exception {
        try (var store = open()) {
            for (int i = 0; i < 20; i++) {
                store.commit(Shelves.put(Shelves.block(i, 50_000), true));
            }
            store.commit(
                    IntStream.range(0, 19)
                            .<Change>mapToObj(i -> new Change.Drop(Shelves.block(i, 50_000).cid()))
                            .toList());
            store.compact();
            assertThat(Files.size(file)).isLessThan(200_000).isEqualTo(store.bytesUsed());
            assertThat(folder.resolve("ipvm.db-wal")).isEmptyFile();
            assertThat(store.block(Shelves.block(19, 50_000).cid())).isPresent();
            assertThat(store).hasToString(file.toString());
        }
    }

    @Test
    void syncsItsLogAtEachCommitAndBoundsIt() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.Accept(Shelves.entry(1))));
            assertThat(folder.resolve("ipvm.db-wal")).isNotEmptyFile();
            for (int i = 0; i < 400; i++) {
                store.commit(Shelves.put(Shelves.block(i, 100_000), false));
            }
            assertThat(Files.size(folder.resolve("ipvm.db-wal"))).isLessThan(9 << 20);
        }
        assertThat(folder.resolve("ipvm.db-wal")).doesNotExist();
    }

    @Test
    void namesTheFaultsOfAFileThatCanBeRead() throws Exception {
        try (var store = open()) {
            store.commit(List.of(new Change.Accept(Shelves.entry(1))));
        }
        Tables.breakJournal(file);
        try (var store = open()) {
            assertThat(store.faults()).singleElement().asString().contains("journal");
        }
    }

    @Test
    void saysOfRowsThatNobodyCanReadThatTheyAreDamaged() throws Exception {
        try (var store = open()) {
            store.commit(
                    List.of(
                            new Change.Intend(Shelves.intent(1)),
                            new Change.Accept(Shelves.entry(1)),
                            new Change.File(Shelves.filed(1, "x"))));
        }
        sql("UPDATE intents SET state=9");
        sql("UPDATE journal SET name=x'00'");
        try (var store = open()) {
            expectDamaged(store::unsettled, "state of an intent");
            expectDamaged(() -> store.intent(Shelves.intent(1).name()), "state of an intent");
            expectDamaged(store::journal, "the store is damaged (");
            assertThat(store.receipts(Shelves.name("x"))).hasSize(1);
        }
        sql("UPDATE receipts SET names=x'00'");
        expect(StoreException.Kind.DAMAGED, "the store is damaged (");
    }

    private static void expectDamaged(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String message) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(read)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    private void sql(String statement) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var made = connection.createStatement()) {
            made.execute(statement);
        }
    }
}

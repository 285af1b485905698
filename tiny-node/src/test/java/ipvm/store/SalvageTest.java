package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.store.Change.Purpose;
import ipvm.task.Sealed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can still be had of a store whose rows are others, are gone, or lie on damaged pages.
class SalvageTest {

    private static final int RECEIPTS = 300;
    private static final int BLOCKS = 400;

    @TempDir Path folder;
    private Path file = Path.of("");

    private static final class Found implements Salvage.Finder {

        private final Map<Cid, Bytes> blocks = new LinkedHashMap<>();
        private final List<Filed> receipts = new ArrayList<>();
        private final List<String> lost = new ArrayList<>();

        @Override
        public void block(Cid cid, Bytes data) {
            assertThat(blocks.put(cid, data)).isNull();
        }

        @Override
        public void receipt(Filed filed) {
            receipts.add(filed);
        }

        @Override
        public void lost(String what) {
            lost.add(what);
        }
    }

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("ipvm.db");
    }

    private void hold(List<? extends Change> changes) throws IOException {
        try (var store = SqliteStore.open(file, 1 << 24, 1)) {
            store.commit(List.copyOf(changes));
        }
    }

    private Found found() throws IOException {
        var found = new Found();
        try (var salvage = Salvage.open(file)) {
            salvage.blocks(found);
            salvage.receipts(found);
        }
        return found;
    }

    private void sql(String statement) throws Exception {
        Tables.run(file, statement);
    }

    private static List<Block> blocks(int count) {
        return IntStream.range(0, count).mapToObj(i -> Shelves.block(i, 100)).toList();
    }

    private static List<Change> put(List<Block> blocks) {
        return blocks.stream().<Change>map(block -> new Change.Put(block, false)).toList();
    }

    private static List<Filed> receipts(int count) {
        return IntStream.range(0, count).mapToObj(i -> Shelves.filed(i, "n" + i)).toList();
    }

    private static List<Change> file(List<Filed> receipts) {
        return receipts.stream().<Change>map(Change.File::new).toList();
    }

    /// A page of the disk that nobody can read any more.
    private void damage(long page) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long at = (page - 1) * Opening.PAGE_BYTES;
            channel.write(ByteBuffer.allocate(Opening.PAGE_BYTES), at);
        }
    }

    private void damageOneInTheMiddleOf(String table) throws Exception {
        damage(table, 0.5);
    }

    private void damage(String table, double where) throws Exception {
        var leaves = Tables.leaves(file, table);
        assertThat(leaves).hasSizeGreaterThan(4);
        damage(leaves.get((int) (where * leaves.size())));
    }

    @Test
    void findsAllThatAWholeStoreHoldsAndWritesNothing() throws Exception {
        hold(put(blocks(3)));
        hold(file(receipts(3)));
        var before = Files.readAllBytes(file);

        var found = found();

        assertThat(found.blocks).hasSize(3);
        blocks(3).forEach(b -> assertThat(found.blocks).containsEntry(b.cid(), b.data()));
        assertThat(found.receipts).isEqualTo(receipts(3));
        assertThat(found.lost).isEmpty();
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.faults()).isEmpty();
            assertThat(salvage.version()).isEqualTo(1).isEqualTo(Salvage.known());
        }
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void looksAtAStoreThatIsInUse() throws Exception {
        try (var store = SqliteStore.open(file, 1 << 24, 1)) {
            store.commit(file(receipts(2)));
            assertThat(found().receipts).isEqualTo(receipts(2));
            store.commit(file(List.of(Shelves.filed(7))));
            assertThat(found().receipts).hasSize(3);
        }
    }

    @Test
    void saysOfALaterVersionThatItIsOne() throws Exception {
        hold(put(blocks(1)));
        sql("PRAGMA user_version=99");
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.version()).isEqualTo(99);
        }
        assertThat(found().blocks).hasSize(1);
    }

    @Test
    void refusesTheDatabaseOfSomethingElse() throws Exception {
        sql("CREATE TABLE theirs(x)");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Salvage.open(file))
                .withMessage(file + " is a database of something else")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    @Test
    void makesNoFileWhereThereIsNone() {
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Salvage.open(file));
        assertThat(file).doesNotExist();
    }

    @Test
    void listsTheKeysOfOnePurposeInOrder() throws Exception {
        var one = Optional.of(Bytes.of(1));
        hold(
                List.of(
                        new Change.Set(Purpose.RULE, "b", one),
                        new Change.Set(Purpose.PEER, "p", one),
                        new Change.Set(Purpose.RULE, "a", one)));
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.keys(Purpose.RULE)).containsExactly("a", "b");
            assertThat(salvage.keys(Purpose.PEER)).containsExactly("p");
            assertThat(salvage.keys(Purpose.CLOCK)).isEmpty();
        }
        sql("DROP TABLE settings");
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.keys(Purpose.RULE)).isEmpty();
        }
    }

    @Test
    void givesNoBlockWhoseBytesAreOthersOrGone() throws Exception {
        var all = blocks(4);
        hold(put(all));
        sql("UPDATE blocks SET data=x'00' WHERE number=2");
        sql("DELETE FROM blocks WHERE number=3");

        var found = found();

        assertThat(found.blocks).containsOnlyKeys(all.get(0).cid(), all.get(3).cid());
        assertThat(found.lost)
                .containsExactlyInAnyOrder(
                        "block " + all.get(1).cid() + ": holds other bytes",
                        "block " + all.get(2).cid() + ": its bytes are gone");
    }

    @Test
    void givesNoReceiptWhoseBytesOrTaskAreOthers() throws Exception {
        var all = receipts(4);
        hold(file(all));
        sql("UPDATE receipts SET token=x'00' WHERE number=1");
        sql("UPDATE receipts SET body=x'00' WHERE number=2");
        sql("UPDATE receipts SET receipt=x'07' WHERE number=3");

        var found = found();

        assertThat(found.receipts).containsExactly(all.get(3));
        assertThat(found.lost).hasSize(3);
        assertThat(found.lost.subList(0, 2))
                .containsExactly(
                        "receipt " + all.get(0).receipt() + ": holds other bytes",
                        "task " + all.get(1).task() + ": holds other bytes");
        assertThat(found.lost.get(2)).startsWith("receipt number 3: ");
    }

    @Test
    void givesAReceiptWhoseTaskIsSealed() throws Exception {
        var plain = Shelves.filed(1);
        var sealed =
                new Filed(
                        plain.receipt(),
                        plain.task(),
                        List.of(),
                        Sealed.TASK,
                        plain.token(),
                        1,
                        true);
        hold(List.of(new Change.File(sealed)));

        var found = found();

        assertThat(found.receipts).containsExactly(sealed);
        assertThat(found.lost).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void goesOnBehindADamagedPageOfReceipts(double where) throws Exception {
        var all = receipts(RECEIPTS);
        hold(file(all));
        damage("receipts", where);

        var found = found();

        assertThat(found.receipts).contains(all.getLast());
        assertThat(found.receipts).hasSizeBetween(RECEIPTS / 2, RECEIPTS - 1);
        assertThat(found.lost.getFirst())
                .startsWith("list of receipts: ")
                .doesNotContain("ipvm store export");
        var numbers = found.lost.subList(1, found.lost.size());
        assertThat(numbers).allMatch(what -> what.startsWith("receipt number "));
        assertThat(numbers.size() + found.receipts.size()).isEqualTo(RECEIPTS);
        var order = found.receipts.stream().map(all::indexOf).toList();
        assertThat(order).isSorted().doesNotHaveDuplicates().doesNotContain(-1);
    }

    @Test
    void losesOnlyTheReceiptsWhoseListIsGone() throws Exception {
        hold(put(blocks(2)));
        hold(file(receipts(2)));
        sql("DROP TABLE receipts");

        var found = found();

        assertThat(found.blocks).hasSize(2);
        assertThat(found.receipts).isEmpty();
        assertThat(found.lost).singleElement().asString().startsWith("list of receipts: ");
    }

    @Test
    void readsNamesOfBlocksFromBothEndsOfADamagedIndex() throws Exception {
        var all = blocks(BLOCKS);
        hold(put(all));
        damageOneInTheMiddleOf("shelf");

        var found = found();

        assertThat(found.lost).singleElement().asString().startsWith("names of blocks: ");
        assertThat(found.blocks).hasSizeBetween(BLOCKS / 2, BLOCKS - 1);
        var byName = all.stream().sorted((a, b) -> compare(a.cid(), b.cid())).toList();
        assertThat(found.blocks)
                .containsKeys(byName.getFirst().cid(), byName.getLast().cid())
                .containsEntry(byName.getFirst().cid(), byName.getFirst().data());
    }

    private static int compare(Cid one, Cid other) {
        return one.encode().compareTo(other.encode());
    }

    @Test
    void saysOfEachBlockOnADamagedPageThatItIsLost() throws Exception {
        hold(put(blocks(BLOCKS)));
        damageOneInTheMiddleOf("blocks");

        var found = found();

        assertThat(found.lost).isNotEmpty();
        assertThat(found.lost).allMatch(what -> what.startsWith("block b"));
        assertThat(found.blocks.size() + found.lost.size()).isEqualTo(BLOCKS);
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.faults()).isNotEmpty().doesNotContain("ok");
        }
    }

    @Test
    void saysWhatIsWrongWithAFileThatCannotBeCheckedAtAll() throws Exception {
        hold(put(blocks(1)));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Opening.PAGE_BYTES - 100), 100);
        }
        try (var salvage = Salvage.open(file)) {
            assertThat(salvage.faults())
                    .singleElement()
                    .asString()
                    .contains("malformed")
                    .doesNotContain("ipvm store export");
            assertThat(salvage.keys(Purpose.RULE)).isEmpty();
        }
    }

    @Test
    void readsNothingMoreAfterItWasClosed() throws Exception {
        hold(put(blocks(1)));
        var salvage = Salvage.open(file);
        salvage.close();
        assertThat(salvage.faults()).singleElement().asString().contains("closed");
    }
}

package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Codec;
import ipvm.store.Change.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store promises, asked of each.
class StoreTest {

    private static final long BYTES_MAX = 1 << 20;

    @TempDir Path folder;

    enum Kind {
        MEMORY,
        DISK
    }

    private Store open(Kind kind) throws IOException {
        return switch (kind) {
            case MEMORY -> new MemoryStore(BYTES_MAX);
            case DISK -> SqliteStore.open(folder.resolve("ipvm.db"), BYTES_MAX, 1);
        };
    }

    @ParameterizedTest
    @EnumSource
    void givesBlocksBackByEitherVersionOfTheirName(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var block = Block.of(Codec.DAG_PB, Bytes.of(1, 2, 3));
            store.commit(Shelves.put(block, false));

            var version0 = new ipvm.data.Cid(0, Codec.DAG_PB, block.cid().hash());
            assertThat(store.block(block.cid())).contains(block.data());
            assertThat(store.block(version0)).contains(block.data());
            assertThat(store.has(version0)).isTrue();
            assertThat(store.block(Shelves.name("another"))).isEmpty();
            assertThat(store.has(Shelves.name("another"))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsAReceiptUnderAllItsNamesAndOnce(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var filed = Shelves.filed(1, "instruction", "alias");
            store.commit(List.of(new Change.File(filed), new Change.File(filed)));

            for (var name : List.of("instruction", "alias")) {
                assertThat(store.receipts(Shelves.name(name))).containsExactly(filed);
                assertThat(store.block(Shelves.name(name))).isEmpty();
                assertThat(store.has(Shelves.name(name))).isFalse();
            }
            assertThat(store.receipts(filed.task())).containsExactly(filed);
            assertThat(store.receipts(filed.receipt())).containsExactly(filed);
            assertThat(store.block(filed.task())).contains(filed.taskBytes());
            assertThat(store.block(filed.receipt())).contains(filed.token());
            assertThat(store.usage().receipts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfReceiptsWhenSomeGo(Kind kind) throws Exception {
        try (var store = open(kind)) {
            for (int i = 1; i <= 5; i++) {
                store.commit(List.of(new Change.File(Shelves.filed(i, "shared"))));
            }
            store.commit(
                    List.of(
                            new Change.Unfile(Shelves.filed(5).receipt()),
                            new Change.Unfile(Shelves.filed(2).receipt()),
                            new Change.File(Shelves.filed(6, "shared"))));

            assertThat(store.receipts(Shelves.name("shared")))
                    .extracting(Filed::atMillis)
                    .containsExactly(1_001L, 1_003L, 1_004L, 1_006L);
            assertThat(store.block(Shelves.filed(2).task())).isEmpty();
            var all = store.receiptsAfter(0, 10);
            assertThat(all).extracting(one -> one.number()).containsExactly(1L, 3L, 4L, 6L);
            assertThat(store.receiptsAfter(3, 1)).containsExactly(all.get(2));
            assertThat(store.lastReceipts(2)).isEqualTo(all.subList(2, 4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichReceiptsAreKept(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var filed = Shelves.filed(1);
            store.commit(List.of(new Change.File(filed), new Change.Retain(filed.receipt(), true)));
            assertThat(store.lastReceipts(1)).allMatch(Store.Numbered::isKept);

            store.commit(List.of(new Change.Retain(filed.receipt(), false)));
            assertThat(store.lastReceipts(1)).noneMatch(Store.Numbered::isKept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void remembersAcceptedWorkUntilItIsDone(Kind kind) throws Exception {
        try (var store = open(kind)) {
            store.commit(
                    IntStream.range(0, 3)
                            .<Change>mapToObj(i -> new Change.Accept(Shelves.entry(i)))
                            .toList());
            store.commit(List.of(new Change.Accept(Shelves.entry(1))));
            store.commit(List.of(new Change.Done(Shelves.entry(1).name())));

            assertThat(store.journal()).containsExactly(Shelves.entry(0), Shelves.entry(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsIntentsUntilTheyAreSettled(Kind kind) throws Exception {
        try (var store = open(kind)) {
            for (int i = 0; i < 3; i++) {
                store.commit(List.of(new Change.Intend(Shelves.intent(i))));
            }
            var unknown = Shelves.intent(0).in(Intent.State.UNKNOWN);
            var settled = Shelves.intent(1).in(Intent.State.SETTLED);
            store.commit(List.of(new Change.Intend(unknown), new Change.Intend(settled)));

            assertThat(store.unsettled()).containsExactly(unknown, Shelves.intent(2));
            assertThat(store.intent(settled.name())).contains(settled);
            assertThat(store.intent(Shelves.name("none"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAccountsAndWhatWasSeen(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var account = Shelves.name("account");
            assertThat(store.account(account)).isEqualTo(Account.UNUSED);
            store.commit(
                    List.of(
                            new Change.Charge(account, 10, 5),
                            new Change.Charge(account, 10, 7),
                            new Change.See(Shelves.name("short"), 100),
                            new Change.See(Shelves.name("long"), 200),
                            new Change.Unsee(150)));

            assertThat(store.account(account)).isEqualTo(new Account(10, 7));
            assertThat(store.isSeen(Shelves.name("short"))).isFalse();
            assertThat(store.isSeen(Shelves.name("long"))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsSmallValuesByPurposeAndKey(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var one = Optional.of(Bytes.of(1));
            store.commit(
                    List.of(
                            new Change.Set(Purpose.RULE, "b", one),
                            new Change.Set(Purpose.RULE, "a", Optional.of(Bytes.of(2))),
                            new Change.Set(Purpose.PEER, "a", one),
                            new Change.Set(Purpose.RULE, "gone", one),
                            new Change.Set(Purpose.RULE, "gone", Optional.empty())));

            assertThat(store.values(Purpose.RULE).entrySet())
                    .containsExactly(
                            java.util.Map.entry("a", Bytes.of(2)),
                            java.util.Map.entry("b", Bytes.of(1)));
            assertThat(store.value(Purpose.PEER, "a")).isEqualTo(one);
            assertThat(store.value(Purpose.RULE, "gone")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsCachedBlocksGoBeforeItRefusesAndNeverPinnedOnes(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var pinned = Shelves.block(0, 100_000);
            store.commit(Shelves.put(pinned, true));
            for (int i = 1; i <= 30; i++) {
                store.commit(Shelves.put(Shelves.block(i, 100_000), false));
            }

            assertThat(store.block(pinned.cid())).contains(pinned.data());
            assertThat(store.block(Shelves.block(1, 100_000).cid())).isEmpty();
            assertThat(store.block(Shelves.block(30, 100_000).cid())).isPresent();
            assertThat(store.usage().bytes()).isLessThanOrEqualTo(BYTES_MAX);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAllOfWhatDoesNotFitAndGoesOnWhenThereIsRoom(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var blocks = IntStream.range(0, 9).mapToObj(i -> Shelves.block(i, 100_000)).toList();
            for (var block : blocks) {
                store.commit(Shelves.put(block, true));
            }
            var tooMuch =
                    List.<Change>of(
                            new Change.Accept(Shelves.entry(1)),
                            new Change.Put(Shelves.block(20, 100_000), true),
                            new Change.Put(Shelves.block(21, 100_000), true));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.commit(tooMuch))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL))
                    .withMessageStartingWith("StorageFull: the store may take 1048576 bytes");

            assertThat(store.journal()).isEmpty();
            assertThat(store.block(Shelves.block(20, 100_000).cid())).isEmpty();
            assertThat(store.block(blocks.getFirst().cid())).isPresent();
            store.commit(
                    List.of(
                            new Change.Pin(blocks.get(0).cid(), false),
                            new Change.Pin(blocks.get(1).cid(), false)));
            store.commit(tooMuch);
            assertThat(store.journal()).hasSize(1);
        }
    }
}

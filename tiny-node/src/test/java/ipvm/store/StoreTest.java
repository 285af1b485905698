package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Codec;
import ipvm.store.Change.Purpose;
import ipvm.task.Sealed;
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
            store.commit(List.of(new Change.File(Shelves.filed(2, "again"))));
            assertThat(store.receipts(Shelves.name("again"))).hasSize(1);
            store.commit(List.of(new Change.Unfile(Shelves.filed(2).receipt())));
            assertThat(store.receipts(Shelves.name("again"))).isEmpty();
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

    @ParameterizedTest
    @EnumSource
    void hasNothingAtFirst(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var name = Shelves.name("anything");
            assertThat(store.blocks()).isEmpty();
            assertThat(store.receipts(name)).isEmpty();
            assertThat(store.receiptsAfter(0, 9)).isEmpty();
            assertThat(store.lastReceipts(9)).isEmpty();
            assertThat(store.journal()).isEmpty();
            assertThat(store.unsettled()).isEmpty();
            assertThat(store.isSeen(name)).isFalse();
            assertThat(store.value(Purpose.RULE, "a")).isEmpty();
            assertThat(store.values(Purpose.RULE)).isEmpty();
            assertThat(store.usage().blocks()).isZero();
            assertThat(store.usage().receipts()).isZero();
            assertThat(store.usage().bytesMax()).isEqualTo(BYTES_MAX).isEqualTo(store.bytesMax());
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsBlocksInTheOrderOfTheirUse(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var blocks = IntStream.range(0, 3).mapToObj(i -> Shelves.block(i, 10 + i)).toList();
            for (var block : blocks) {
                store.commit(Shelves.put(block, false));
            }
            assertThat(store.block(blocks.get(0).cid())).isPresent();
            store.commit(Shelves.put(Shelves.block(3, 13), true));

            assertThat(store.blocks())
                    .containsExactly(
                            new Store.Shelved(blocks.get(1).cid(), 11, false),
                            new Store.Shelved(blocks.get(2).cid(), 12, false),
                            new Store.Shelved(blocks.get(0).cid(), 10, false),
                            new Store.Shelved(Shelves.block(3, 13).cid(), 13, true));
            assertThat(store.usage().blocks()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsABlockPinnedUntilItIsSaidOtherwise(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var block = Shelves.block(1, 100);
            store.commit(Shelves.put(block, false));
            assertThat(store.blocks()).noneMatch(Store.Shelved::isPinned);
            store.commit(Shelves.put(block, true));
            store.commit(Shelves.put(block, false));
            assertThat(store.blocks()).singleElement().matches(Store.Shelved::isPinned);

            store.commit(List.of(new Change.Pin(block.cid(), false)));
            assertThat(store.blocks()).singleElement().matches(one -> !one.isPinned());
            store.commit(List.of(new Change.Pin(block.cid(), true)));
            assertThat(store.blocks()).singleElement().matches(Store.Shelved::isPinned);

            store.commit(List.of(new Change.Drop(block.cid()), new Change.Drop(block.cid())));
            assertThat(store.has(block.cid())).isFalse();
            store.commit(List.of(new Change.Pin(block.cid(), true)));
            assertThat(store.blocks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheTaskOfAReceiptAsABlockUnlessItIsSealed(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var open = Shelves.filed(1);
            var plain = Shelves.filed(2);
            var sealed =
                    new Filed(
                            plain.receipt(),
                            plain.task(),
                            List.of(),
                            Sealed.TASK,
                            plain.token(),
                            1,
                            false);
            store.commit(List.of(new Change.File(open), new Change.File(sealed)));

            assertThat(store.has(open.task())).isTrue();
            assertThat(store.has(open.receipt())).isTrue();
            assertThat(store.has(sealed.receipt())).isTrue();
            assertThat(store.block(sealed.receipt())).contains(sealed.token());
            assertThat(store.has(sealed.task())).isFalse();
            assertThat(store.block(sealed.task())).isEmpty();
            assertThat(store.receipts(sealed.task())).containsExactly(sealed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatEndedBeforeATimeAndNotWhatEndsThen(Kind kind) throws Exception {
        try (var store = open(kind)) {
            store.commit(
                    List.of(
                            new Change.See(Shelves.name("before"), 149),
                            new Change.See(Shelves.name("then"), 150),
                            new Change.See(Shelves.name("longer"), 10),
                            new Change.See(Shelves.name("longer"), 200),
                            new Change.Unsee(150)));

            assertThat(store.isSeen(Shelves.name("before"))).isFalse();
            assertThat(store.isSeen(Shelves.name("then"))).isTrue();
            assertThat(store.isSeen(Shelves.name("longer"))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesAnAccountAndAValueThatWasThere(Kind kind) throws Exception {
        try (var store = open(kind)) {
            var name = Shelves.name("account");
            store.commit(List.of(new Change.Charge(name, 10, 5)));
            store.commit(List.of(new Change.Charge(name, 20, 1)));
            assertThat(store.account(name)).isEqualTo(new Account(20, 1));

            store.commit(List.of(new Change.Set(Purpose.KEPT, "k", Optional.of(Bytes.of(1)))));
            store.commit(List.of(new Change.Set(Purpose.KEPT, "k", Optional.of(Bytes.of(2, 3)))));
            assertThat(store.value(Purpose.KEPT, "k")).contains(Bytes.of(2, 3));
            store.commit(List.of(new Change.Set(Purpose.KEPT, "k", Optional.empty())));
            assertThat(store.values(Purpose.KEPT)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesNoRoomForWhatWentAgain(Kind kind) throws Exception {
        try (var store = open(kind)) {
            long before = store.bytesUsed();
            var body = Bytes.wrap(new byte[200_000]);
            var name = Shelves.name("work");
            var block = Shelves.block(1, 200_000);
            for (int i = 0; i < 20; i++) {
                store.commit(
                        List.of(
                                new Change.Put(block, true),
                                new Change.Accept(new Entry(name, body, 1)),
                                new Change.Set(Purpose.KEPT, "k", Optional.of(body)),
                                new Change.File(Shelves.filed(i))));
                assertThat(store.bytesUsed()).isGreaterThan(before + 590_000);
                store.commit(
                        List.of(
                                new Change.Drop(block.cid()),
                                new Change.Done(name),
                                new Change.Set(Purpose.KEPT, "k", Optional.empty()),
                                new Change.Unfile(Shelves.filed(i).receipt())));
            }
            assertThat(store.bytesUsed()).isBetween(before, before + (1 << 16));
            assertThat(store.usage().bytes()).isEqualTo(store.bytesUsed());
        }
    }
}

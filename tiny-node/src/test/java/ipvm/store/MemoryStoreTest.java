package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ipvm.data.Bytes;
import ipvm.store.Change.Purpose;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Here a store in memory counts to the byte, which one on the disk with its pages cannot.
class MemoryStoreTest {

    private final MemoryStore store = new MemoryStore(1_000);

    private long after(Change... changes) throws StoreException {
        store.commit(List.of(changes));
        return store.bytesUsed();
    }

    private static Change set(int bytes) {
        return new Change.Set(Purpose.KEPT, "k", Optional.of(Bytes.wrap(new byte[bytes])));
    }

    @Test
    void countsABlockOnce() throws Exception {
        var block = Shelves.block(1, 100);
        assertThat(after(new Change.Put(block, false))).isEqualTo(100);
        assertThat(after(new Change.Put(block, true))).isEqualTo(100);
        assertThat(after(new Change.Pin(block.cid(), false))).isEqualTo(100);
        assertThat(after(new Change.Drop(block.cid()))).isZero();
        assertThat(after(new Change.Drop(block.cid()))).isZero();
    }

    @Test
    void countsAReceiptWithItsTaskOnce() throws Exception {
        var filed = Shelves.filed(1, "x");
        long size = (long) filed.taskBytes().size() + filed.token().size();
        assertThat(after(new Change.File(filed))).isEqualTo(size);
        assertThat(after(new Change.File(filed))).isEqualTo(size);
        assertThat(after(new Change.Retain(filed.receipt(), true))).isEqualTo(size);
        assertThat(after(new Change.Unfile(filed.receipt()))).isZero();
        assertThat(after(new Change.Unfile(filed.receipt()))).isZero();
    }

    @Test
    void countsWorkUntilItIsDone() throws Exception {
        var entry = Shelves.entry(1);
        assertThat(after(new Change.Accept(entry))).isEqualTo(entry.body().size());
        assertThat(after(new Change.Accept(entry))).isEqualTo(entry.body().size());
        assertThat(after(new Change.Done(entry.name()))).isZero();
        assertThat(after(new Change.Done(entry.name()))).isZero();
    }

    @Test
    void countsAnIntentAndAValueAsTheyStandNow() throws Exception {
        var intent = Shelves.intent(1);
        long size = intent.body().size();
        assertThat(after(new Change.Intend(intent))).isEqualTo(size);
        assertThat(after(new Change.Intend(intent.in(Intent.State.SETTLED)))).isEqualTo(size);
        assertThat(after(set(100))).isEqualTo(size + 100);
        assertThat(after(set(30))).isEqualTo(size + 30);
        assertThat(after(new Change.Set(Purpose.KEPT, "k", Optional.empty()))).isEqualTo(size);
    }

    @Test
    void takesWhatFitsToTheByteAndNoMore() throws Exception {
        assertThat(after(new Change.Put(Shelves.block(1, 900), true))).isEqualTo(900);
        assertThat(after(set(100))).isEqualTo(1_000);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.commit(Shelves.put(Shelves.block(2, 1), true)))
                .withMessage(Quota.full(1_000));
        assertThat(after(new Change.See(Shelves.name("x"), 1))).isEqualTo(1_000);
        assertThat(store.isSeen(Shelves.name("x"))).isTrue();
    }

    @Test
    void letsNoMoreGoThanIsNeeded() throws Exception {
        for (int i = 0; i < 10; i++) {
            store.commit(Shelves.put(Shelves.block(i, 100), i == 0));
        }
        assertThat(after(set(200))).isEqualTo(1_000);
        assertThat(store.blocks()).hasSize(8);
        assertThat(store.has(Shelves.block(0, 100).cid())).isTrue();
        assertThat(store.has(Shelves.block(2, 100).cid())).isFalse();
        assertThat(store.has(Shelves.block(3, 100).cid())).isTrue();
    }
}

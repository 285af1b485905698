package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.Multihash;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    private final MemoryStore store = new MemoryStore(1 << 26);
    private final Sessions sessions = new Sessions(store);

    private static List<Bytes> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> Bytes.utf8("item " + i)).toList();
    }

    private List<Filed> file(int from, int to) throws StoreException {
        var filed = IntStream.range(from, to).mapToObj(Shelves::filed).toList();
        store.commit(filed.stream().<Change>map(Change.File::new).toList());
        return filed;
    }

    @Test
    void comesToTheRootOfCertificateTransparency() throws Exception {
        assertThat(Merkle.root(List.of(Bytes.EMPTY)))
                .isEqualTo(
                        Bytes.fromHex(
                                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
        // the tests of RFC 6962's reference implementation
        var leaves =
                List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "60616263");
        var items = new ArrayList<Bytes>();
        for (var leaf : leaves.subList(0, 7)) {
            items.add(Bytes.fromHex(leaf));
        }
        assertThat(Merkle.root(items.subList(0, 2)).hex())
                .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assertThat(Merkle.root(items.subList(0, 3)).hex())
                .isEqualTo("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assertThat(Merkle.root(items).hex())
                .isEqualTo("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
    }

    @Test
    void climbsFromEveryItemToTheRootAndFromNoOther() {
        for (int size = 1; size <= 33; size++) {
            var items = items(size);
            var root = Merkle.root(items);
            for (int i = 0; i < size; i++) {
                var path = Merkle.path(items, i);
                assertThat(Merkle.climb(items.get(i), i, size, path)).isEqualTo(root);
                assertThat(Merkle.climb(Bytes.utf8("other"), i, size, path)).isNotEqualTo(root);
                assertThat(Merkle.climb(items.get(i), i + 1, size, path)).isNotEqualTo(root);
                if (size > 1) {
                    var less = path.subList(0, path.size() - 1);
                    assertThat(Merkle.climb(items.get(i), i, size, less)).isNotEqualTo(root);
                }
            }
        }
    }

    @Test
    void takesNoInnerNodeForAnItem() {
        var items = items(2);
        var inner =
                Bytes.concat(
                        Multihash.of(HashFunction.SHA2_256, items.get(0)).digest(),
                        Multihash.of(HashFunction.SHA2_256, items.get(1)).digest());
        assertThat(Merkle.root(List.of(inner))).isNotEqualTo(Merkle.root(items));
    }

    @Test
    void leavesARootWithWhichEachReceiptIsProven() throws Exception {
        var first = file(0, 5);
        var second = file(5, 12);
        store.commit(sessions.fold(first, KEY));
        store.commit(sessions.fold(second, KEY));
        var session = sessions.all().getFirst();
        assertThat(session.isSigned()).isTrue();
        assertThat(session.chunks()).isEqualTo(2);
        assertThat(session.sums().count()).isEqualTo(12);
        assertThat(store.usage().receipts()).isZero();
        for (int i = 0; i < 12; i++) {
            var found = sessions.find(Shelves.filed(i).receipt()).orElseThrow();
            assertThat(found.session()).isEqualTo(session);
            assertThat(found.inclusion().isOf(session)).isTrue();
            var other = Shelves.filed(i + 1).receipt();
            var inclusion =
                    new Inclusion(other, found.inclusion().lower(), found.inclusion().upper());
            assertThat(inclusion.isOf(session)).isFalse();
        }
        assertThat(sessions.find(Shelves.filed(99).receipt())).isEmpty();
    }

    @Test
    void keepsTheRootWhenThereIsNoMoreRoomForTheNames() throws Exception {
        store.commit(sessions.fold(file(0, 5), KEY));
        var names = store.blocks().getFirst();
        assertThat(names.isPinned()).isFalse();
        var proof = sessions.find(Shelves.filed(3).receipt()).orElseThrow();
        store.commit(List.of(new Change.Drop(names.cid())));
        assertThat(sessions.find(Shelves.filed(3).receipt())).isEmpty();
        assertThat(proof.inclusion().isOf(sessions.all().getFirst())).isTrue();
        store.commit(sessions.fold(file(5, 6), KEY));
        assertThat(sessions.all().getFirst().sums().count()).isEqualTo(6);
    }

    @Test
    void takesOnlyTheReceiptsOfTheFirstOnesDay() {
        long day = 86_400_000;
        var all =
                Stream.of(day, 2 * day - 1, 2 * day, day + 1)
                        .map(at -> Shelves.filedAt(1, at))
                        .toList();

        assertThat(Sessions.ofOneDay(all)).isEqualTo(all.subList(0, 2));
        assertThat(Sessions.ofOneDay(all.subList(2, 4))).isEqualTo(all.subList(2, 3));
        assertThat(Sessions.ofOneDay(List.of())).isEmpty();
    }
}

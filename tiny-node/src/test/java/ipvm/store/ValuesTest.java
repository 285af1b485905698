package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.store.Change.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValuesTest {

    @TempDir Path folder;

    enum Kind {
        MEMORY,
        DISK
    }

    private Store open(Kind kind) throws IOException {
        return switch (kind) {
            case MEMORY -> new MemoryStore(1 << 20);
            case DISK -> SqliteStore.open(folder.resolve("ipvm.db"), 1 << 20, 1);
        };
    }

    private static Store.Cut first(int max) {
        return new Store.Cut(max, false);
    }

    private static Store.Cut last(int max) {
        return new Store.Cut(max, true);
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
    void findsTheFirstAndTheLastValuesBetweenTwoKeys(Kind kind) throws Exception {
        try (var store = open(kind)) {
            for (var key : List.of("a/1", "a/2", "a/3", "a/4", "b/1")) {
                var value = Optional.of(Bytes.utf8(key));
                store.commit(List.of(new Change.Set(Purpose.READING, key, value)));
            }
            store.commit(List.of(new Change.Set(Purpose.PEER, "a/25", Optional.of(Bytes.EMPTY))));
            var between = new Store.Between(Purpose.READING, "a/1", "a/~");
            assertThat(store.values(between, first(2)).keySet()).containsExactly("a/2", "a/3");
            assertThat(store.values(between, last(2)).keySet()).containsExactly("a/3", "a/4");
            assertThat(store.values(between, last(9)).values())
                    .containsExactly(Bytes.utf8("a/2"), Bytes.utf8("a/3"), Bytes.utf8("a/4"));
            var none = new Store.Between(Purpose.READING, "c/", "c/~");
            assertThat(store.values(none, first(9))).isEmpty();
        }
    }
}

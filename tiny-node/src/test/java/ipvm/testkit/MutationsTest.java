package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutationsTest {

    private static final Bytes GOOD = Bytes.utf8("the quick brown fox jumps over the lazy dog");

    @Test
    void yieldsShorterLongerAndChangedInputs() {
        var sizes = mutants(1, List.of(GOOD)).stream().map(Bytes::size).toList();

        assertThat(sizes).anyMatch(size -> size == 0);
        assertThat(sizes).anyMatch(size -> size < GOOD.size() && size > 0);
        assertThat(sizes).anyMatch(size -> size == GOOD.size());
        assertThat(sizes).anyMatch(size -> size > GOOD.size() + 32);
    }

    @Test
    void changesAlmostEveryInput() {
        var unchanged = mutants(2, List.of(GOOD)).stream().filter(GOOD::equals).count();

        assertThat(unchanged).isLessThan(100);
    }

    @Test
    void splicesMembersOfTheCorpus() {
        var corpus = List.of(Bytes.utf8("a".repeat(30)), Bytes.utf8("b".repeat(30)));

        assertThat(mutants(3, corpus)).anyMatch(mutant -> mutant.hex().matches("(61){8,}(62){8,}"));
    }

    @Test
    void damagesAnEmptyInputToo() {
        assertThat(mutants(4, List.of(Bytes.EMPTY))).anyMatch(mutant -> !mutant.isEmpty());
    }

    @Test
    void repeatsItselfForOneSeed() {
        assertThat(mutants(5, List.of(GOOD))).isEqualTo(mutants(5, List.of(GOOD)));
    }

    private static List<Bytes> mutants(long seed, List<Bytes> corpus) {
        var mutations = new Mutations(corpus, Seeds.random(seed));
        return Stream.generate(mutations::next).limit(1_000).toList();
    }
}

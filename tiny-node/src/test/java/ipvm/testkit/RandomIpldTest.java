package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomIpldTest {

    @Test
    void drawsEveryKind() {
        var values = new RandomIpld(Seeds.random(1));
        Set<String> kinds = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            kinds.add(values.value().kind());
        }

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "null", "true", "false", "int", "float", "text", "bytes", "list", "map",
                        "link");
    }

    @Test
    void drawsIntegersOfEveryLengthAndSign() {
        var values = new RandomIpld(Seeds.random(2));
        Set<Ipld.Int> edges = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            edges.add(values.integer());
        }

        assertThat(edges)
                .contains(
                        Ipld.Int.of(0),
                        Ipld.Int.of(-1),
                        Ipld.Int.of(Long.MAX_VALUE),
                        Ipld.Int.of(Long.MIN_VALUE),
                        new Ipld.Int(false, Long.MIN_VALUE));
    }

    @Test
    void drawsOnlyFiniteFloatsAndSubnormalOnesAmongThem() {
        var values = new RandomIpld(Seeds.random(3));
        int subnormal = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = values.real();
            assertThat(value).isFinite();
            subnormal += Math.abs(value) < Double.MIN_NORMAL ? 1 : 0;
        }

        assertThat(subnormal).isGreaterThan(100);
    }
}

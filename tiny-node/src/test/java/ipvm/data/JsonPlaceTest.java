package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.RandomIpld;
import ipvm.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonPlaceTest {

    @Test
    void leadsToEveryValueOfAnyText() throws Exception {
        Seeds.forEach(
                300,
                random -> {
                    var value = new RandomIpld(random).value();
                    requireFound(DagJson.encode(value), value, List.of());
                });
    }

    private static void requireFound(Bytes text, Ipld value, List<String> steps)
            throws MalformedException {
        if (value instanceof Ipld.List(var items)) {
            for (int i = 0; i < items.size(); i++) {
                var below = below(steps, Integer.toString(i));
                assertThat(textAt(text, below)).startsWith(DagJson.text(items.get(i)));
                requireFound(text, items.get(i), below);
            }
        }
        if (value instanceof Ipld.Map(var entries)) {
            for (var entry : entries) {
                var below = below(steps, entry.key());
                var key = DagJson.text(Ipld.of(entry.key()));
                assertThat(textAt(text, below)).startsWith(key + ":" + DagJson.text(entry.value()));
                requireFound(text, entry.value(), below);
            }
        }
    }

    @Test
    void namesLineAndColumnWhateverStandsBefore() {
        var text =
                "\n { \"a\" : [ 1e3, tru\\u, null ,{\"}\":\"]\\\"\"}] ,\n\"\\u0062\":[ [], {}, 7\t,8 ] }";
        assertThat(placed(text).getMessage()).endsWith("at line 2, column 2");
        assertThat(placed(text, "a").getMessage()).endsWith("at line 2, column 4");
        assertThat(placed(text, "a", "3", "}").getMessage()).endsWith("at line 2, column 31");
        assertThat(placed(text, "b").getMessage()).endsWith("at line 3, column 1");
        assertThat(placed(text, "b", "2").getMessage()).endsWith("at line 3, column 20");
        assertThat(placed(text, "b", "3").column()).isEqualTo(23);
    }

    @Test
    void refusesAWayThatTheTextDoesNotHave() {
        for (var text : List.of("{}", "[]", "{\"a\":1}", "[1]", "1", "", "[1,", "{\"a\":{")) {
            assertThatThrownBy(() -> placed(text, "b"))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static MalformedException placed(String text, String... steps) {
        var fault = new MalformedException("word", "x");
        return DagJson.placed(fault, Bytes.utf8(text), List.of(steps));
    }

    private static String textAt(Bytes text, List<String> steps) throws MalformedException {
        int at = JsonPlace.offset(text, steps);
        return new String(text.from(at).toArray(), StandardCharsets.UTF_8);
    }

    private static List<String> below(List<String> steps, String step) {
        var below = new ArrayList<>(steps);
        below.add(step);
        return below;
    }
}

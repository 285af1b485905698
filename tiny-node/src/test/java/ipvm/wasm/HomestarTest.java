package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Ipld;
import ipvm.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Homestar 0.3.0 was seen to answer, by its own example modules and by one that gives every
/// value back.
class HomestarTest {

    /// Refused there and meant to be taken: a map is a list of pairs whatever its values are.
    private static final Set<String> TAKEN = Set.of("id-map-u32 [{\"a\":1}]");

    @Test
    void givesTheValuesThatHomestarGave() throws Exception {
        var module = Fixture.compiled("ids.wasm");
        Tally.all(
                "values as Homestar maps them",
                78,
                cases("out"),
                one ->
                        assertThat(Fixture.value(call(module, one)))
                                .as(name(one))
                                .isEqualTo(out(one)));
    }

    @Test
    void refusesTheArgumentsThatHomestarRefused() throws Exception {
        var module = Fixture.compiled("ids.wasm");
        Tally.all(
                "arguments that Homestar refused",
                33,
                cases("log"),
                one -> {
                    var ended = call(module, one);
                    if (TAKEN.contains(name(one))) {
                        assertThat(Fixture.value(ended)).isEqualTo(Fixture.ipld("{\"a\":1}"));
                    } else {
                        assertThat(Fixture.failure(ended)).startsWith("BadArgument: ");
                    }
                });
    }

    private static List<JsonNode> cases(String field) throws Exception {
        var cases = new ArrayList<JsonNode>();
        for (var one : Fixture.json("golden-wit-ipld-part.json")) {
            if (one.has(field)) {
                cases.add(one);
            }
        }
        return cases;
    }

    static String name(JsonNode one) {
        return one.get("func").asText() + " " + one.get("args").asText();
    }

    /// Homestar reads a number beyond 64 bits as a float.
    static Ended call(Compiled module, JsonNode one) throws Exception {
        var args =
                one.get("args").asText().replace("18446744073709551616", "18446744073709551616.0");
        return Fixture.call(module, Host.SILENT, one.get("func").asText(), args);
    }

    private static Ipld out(JsonNode one) throws Exception {
        return ((Ipld.List) Fixture.ipld(one.get("out").asText())).items().get(1);
    }

    @Test
    void answersWhereHomestarHangs() throws Exception {
        assertThat(Fixture.value(Fixture.call("ids.wasm", "id-f32", "[3.4028235e38]")))
                .isEqualTo(Ipld.of(3.4028235e38));
        assertThat(Fixture.failure(Fixture.call("ids.wasm", "id-f32", "[1e39]")))
                .isEqualTo("NotFinite: a: 1e+39 is beyond f32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example_add.wasm",
                "example_add_component.wasm",
                "example_add_cargo_component_wasi.wasm"
            })
    void addsOneInEveryForm(String file) throws Exception {
        var module = Fixture.compiled(file);

        assertThat(module.functions())
                .containsExactly(
                        "add-one: func(input: s32) -> s32", "add-two: func(input: s32) -> s32");
        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "add_one", "[1]")))
                .isEqualTo(Ipld.of(2));
        assertThat(Fixture.value(Fixture.call(module, Host.SILENT, "addTwo", "[-5]")))
                .isEqualTo(Ipld.of(-3));
    }

    @Test
    void subtracts() throws Exception {
        assertThat(Fixture.value(Fixture.call("example_subtract.wasm", "subtract", "[5.5,2]")))
                .isEqualTo(Ipld.of(3.5));
        assertThat(Fixture.value(Fixture.call("core_add.wasm", "add_one", "[41]")))
                .isEqualTo(Ipld.of(42));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add-one|[41]|42",
                "append_string|[\"a\"]|\"a\\nworld\"",
                "join-strings|[\"a\",\"b\"]|\"ab\"",
                "transpose|[[[1,2],[3,4]]]|[[1,3],[2,4]]",
            })
    void runsTheExamplesOfBothForms(String export, String args, String wanted) throws Exception {
        for (var file : List.of("example_test.wasm", "example_test_component.wasm")) {
            assertThat(Fixture.value(Fixture.call(file, export, args)))
                    .as(file)
                    .isEqualTo(Fixture.ipld(wanted));
        }
    }
}

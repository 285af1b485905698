package ipvm.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import ipvm.data.DagCbor;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;

/// Prints what every vector comes to on this machine: the floats, the fuel, and what Homestar's
/// golden values and its own example modules give, with the bill and the bytes of the value.
///
/// The output of two machines is the same to the byte, whatever they compile to.
final class Answers {

    private static final List<List<String>> EXAMPLES =
            List.of(
                    List.of("example_add.wasm", "add-one", "[41]"),
                    List.of("example_add_component.wasm", "add-two", "[-5]"),
                    List.of("example_add_cargo_component_wasi.wasm", "add-one", "[1]"),
                    List.of("example_subtract.wasm", "subtract", "[5.5,2]"),
                    List.of("example_test.wasm", "join-strings", "[\"a\",\"b\"]"),
                    List.of("example_test_component.wasm", "hash", "[\"a\"]"),
                    List.of("example_test_component.wasm", "num-to-kv", "[[5,null]]"),
                    List.of("example_test_component.wasm", "transpose", "[[[1,2],[3,4]]]"));

    /// A line stays one; the bytes beside it tell what stood there.
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Answers() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, false, UTF_8);
        ipvm.jit.Answers.tell(out::println);
        golden(out);
        for (var one : EXAMPLES) {
            tell(String.join(" ", one), Fixture.call(one.get(0), one.get(1), one.get(2)), out);
        }
        out.flush();
    }

    private static void golden(PrintStream out) throws Exception {
        var module = Fixture.compiled("ids.wasm");
        for (var one : Fixture.json("golden-wit-ipld-part.json")) {
            tell(HomestarTest.name(one), HomestarTest.call(module, one), out);
        }
    }

    private static void tell(String what, Ended ended, PrintStream out) {
        var bytes =
                ended instanceof Ended.Ok(var value, var bill) ? DagCbor.encode(value).hex() : "";
        var line = "homestar " + what + ": " + ended + " " + bytes;
        out.println(CONTROL.matcher(line).replaceAll("?"));
    }
}

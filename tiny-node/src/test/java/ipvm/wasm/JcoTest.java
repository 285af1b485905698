package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.DagJson;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Components that jco made: an import of the host, an exported interface behind a component of its
/// own, and a resource with a destructor, in every encoding of strings.
class JcoTest {

    private static String value(String encoding, Host host, String export, String args)
            throws Exception {
        var module = Fixture.compiled("component/counter-" + encoding + ".wasm");
        return DagJson.text(Fixture.value(Fixture.call(module, host, export, args)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16", "compact-utf16"})
    void passesStringsToTheHostAndBack(String encoding) throws Exception {
        var lines = new ArrayList<String>();
        var host = Host.logging((level, context, message) -> lines.add(message));

        for (var text : new String[] {"\"\"", "\"caf\u00e9\"", "\"\u03bb \ud83d\ude00\""}) {
            assertThat(value(encoding, host, "run", "[" + text + "]")).isEqualTo(text);
        }
        assertThat(lines).containsExactly("", "caf\u00e9", "\u03bb \ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16", "compact-utf16"})
    void callsAnExportedInterface(String encoding) throws Exception {
        for (var shape :
                new String[] {"{\"dot\":null}", "{\"line\":5}", "{\"text\":\"x\u00e9\"}"}) {
            assertThat(value(encoding, Host.SILENT, "draw", "[" + shape + "]")).isEqualTo(shape);
        }
        assertThat(value(encoding, Host.SILENT, "make", "[7,0]"))
                .isEqualTo("{\"left\":7,\"right\":\"\"}");
    }

    /// The destructor leaves a mark of a thousand.
    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16", "compact-utf16"})
    void destroysAResourceWithItsLastHandle(String encoding) throws Exception {
        assertThat(value(encoding, Host.SILENT, "made", "[5]")).isEqualTo("1005");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[constructor]r", "[method]r.get"})
    void refusesHandlesFromOutside(String function) throws Exception {
        var export = "t:t/counter@0.1.0#" + function;
        var module = Fixture.compiled("component/counter-utf8.wasm");
        var ended = Fixture.call(module, Host.SILENT, export, "[1]");

        assertThat(Fixture.failure(ended)).startsWith("BadArgument: ");
    }
}

package ipvm.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The tools that people build components with, and both machines to run what comes out.
record Workbench(Peer tools) {

    static final Grant GRANT = Grant.of(2_000_000_000, 64L << 20);

    static String source(String name) {
        try (var in = Workbench.class.getResourceAsStream("/components/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    Bytes wat(String name) throws IOException {
        return Peer.bytes(tools.get("wat", "source", source(name + ".wat")));
    }

    Bytes assembly(String name) throws IOException {
        return Peer.bytes(tools.get("assembly", "source", source(name + ".ts")));
    }

    /// The core module with its types in a custom section.
    Bytes embedded(Bytes core, String wit, String encoding) throws IOException {
        var text = source(wit + ".wit");
        return Peer.bytes(tools.get("embed", "core", core, "wit", text, "encoding", encoding));
    }

    /// The component around such a module: `none`, `reactor` or `command` for an adapter.
    Bytes component(Bytes embedded, String adapter) throws IOException {
        return Peer.bytes(tools.get("wrap", "embedded", embedded, "adapter", adapter));
    }

    /// Writes a component around JavaScript, without what it says of the host's features.
    void javascript(String name, List<String> without, Path file) throws IOException {
        tools.get(
                "javascript",
                "source",
                source(name + ".js"),
                "wit",
                source(name + ".wit"),
                "without",
                without,
                "file",
                file.toString());
    }

    /// The same with a smaller engine.
    Bytes small(String name, boolean sync) throws IOException {
        return Peer.bytes(
                tools.get(
                        "small",
                        "source",
                        source(name + ".js"),
                        "wit",
                        source(name + ".wit"),
                        "sync",
                        sync));
    }

    /// One module on both machines, which have to agree on everything.
    record Twins(List<Compiled> both) {

        static Twins of(Bytes module) throws Refused {
            return of(module, Limits.DEFAULT);
        }

        static Twins of(Bytes module, Limits limits) throws Refused {
            var both = new ArrayList<Compiled>();
            for (var machine : Machine.values()) {
                both.add(Engine.compile(module, limits, machine));
            }
            return new Twins(both);
        }

        Compiled first() {
            return both.getFirst();
        }

        /// A call of a fresh instance: its end with fuel, pages and all.
        Ended call(Host host, Grant grant, String export, String args) throws Exception {
            var ends = new ArrayList<Ended>();
            for (var compiled : both) {
                var instance = Engine.start(compiled, host, grant);
                ends.add(Engine.call(instance, export, Fixture.args(args)));
            }
            assertThat(ends).containsOnly(ends.getFirst());
            return ends.getFirst();
        }

        Ended call(String export, String args) throws Exception {
            return call(Host.SILENT, GRANT, export, args);
        }

        String text(Host host, String export, String args) throws Exception {
            return DagJson.text(Fixture.value(call(host, GRANT, export, args)));
        }

        /// Why a call trapped.
        String trap(Host host, String export, String args) throws Exception {
            var ended = call(host, GRANT, export, args);
            assertThat(ended).isInstanceOf(Ended.Trapped.class);
            return ((Ended.Trapped) ended).kind();
        }
    }
}

package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// Modules by their file's name, and calls of them with arguments as DAG-JSON.
final class Fixture {

    static final Grant PLENTY = Grant.of(2_000_000_000, 64L << 20);

    private Fixture() {}

    private static String path(String name) {
        return "/vectors/" + (name.contains("/") ? name : "homestar/" + name);
    }

    static Bytes bytes(String name) {
        try (var in = Fixture.class.getResourceAsStream(path(name))) {
            return Bytes.wrap(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(bytes(name).toArray());
    }

    static Compiled compiled(String name) throws Refused {
        return Engine.compile(bytes(name), Limits.DEFAULT);
    }

    static Ipld ipld(String json) throws MalformedException {
        return DagJson.read(json);
    }

    static List<Ipld> args(String json) throws MalformedException {
        return ((Ipld.List) ipld(json)).items();
    }

    static Ended call(Compiled module, Host host, String export, String args)
            throws MalformedException {
        return Engine.call(Engine.start(module, host, PLENTY), export, args(args));
    }

    static Ended call(String module, String export, String args) throws Exception {
        return call(compiled(module), Host.SILENT, export, args);
    }

    static Ipld value(Ended ended) {
        assertThat(ended).isInstanceOf(Ended.Ok.class);
        return ((Ended.Ok) ended).value();
    }

    /// The name of a failure with what it says, or whatever else the end was.
    static String failure(Ended ended) {
        return ended instanceof Ended.Failed(var name, var message, var bill)
                ? name + ": " + message
                : ended.toString();
    }
}

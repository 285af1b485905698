package ipvm.jit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/// Test data by name: files beside each other in a folder of the vectors, or in a zip there.
final class Archive {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, byte[]> files = new TreeMap<>();

    private Archive() {}

    static byte[] file(String name) throws IOException {
        try (var in = Archive.class.getResourceAsStream("/vectors/wasm/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    static JsonNode json(String name) throws IOException {
        return JSON.readTree(file(name));
    }

    static Archive zip(String name) throws IOException {
        var archive = new Archive();
        try (var in = Archive.class.getResourceAsStream("/vectors/wasm/" + name);
                var zip = new ZipInputStream(Objects.requireNonNull(in, name))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                archive.files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return archive;
    }

    Iterable<String> names() {
        return files.keySet();
    }

    byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    JsonNode tree(String name) throws IOException {
        return JSON.readTree(bytes(name));
    }
}

package ipvm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// The published vectors, which lie under `vectors/` of the test resources.
public final class Vectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /// One block of the codec fixtures: the same value in up to three codecs.
    public record Fixture(String name, String codec, Cid cid, Bytes data) {
        @Override
        public String toString() {
            return name + " as " + codec;
        }
    }

    public static Bytes bytes(String path) {
        try (var in = Vectors.class.getResourceAsStream("/vectors/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no vectors/" + path);
            }
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String path) {
        return new String(bytes(path).toArray(), StandardCharsets.UTF_8);
    }

    public static JsonNode json(String path) {
        try {
            return JSON.readTree(text(path));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All fixtures of one codec: `dag-cbor`, `dag-json` or `dag-pb`.
    public static List<Fixture> fixtures(String codec) {
        return json("ipld/codec-fixtures.json").get("fixtures").properties().stream()
                .filter(fixture -> fixture.getValue().has(codec))
                .map(fixture -> fixture(fixture.getKey(), codec, fixture.getValue().get(codec)))
                .toList();
    }

    private static Fixture fixture(String name, String codec, JsonNode block) {
        var data = Base64.getDecoder().decode(block.get("base64").textValue());
        return new Fixture(name, codec, cid(block.get("cid").textValue()), Bytes.wrap(data));
    }

    public static Cid cid(String text) {
        try {
            return Cid.parse(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// DAG-JSON as Jackson reads it, so that our own reader is not its own judge.
    public static Ipld ipld(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> Ipld.ofNull();
            case BOOLEAN -> Ipld.of(node.booleanValue());
            case STRING -> Ipld.of(node.textValue());
            case NUMBER ->
                    node.isIntegralNumber()
                            ? Ipld.Int.of(node.bigIntegerValue()).orElseThrow()
                            : Ipld.of(node.doubleValue());
            case ARRAY -> new Ipld.List(children(node).map(Vectors::ipld).toList());
            case OBJECT -> node.has("/") ? reserved(node.get("/")) : map(node);
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException(node.toString());
        };
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return node.valueStream();
    }

    private static Ipld map(JsonNode node) {
        return new Ipld.Map(
                node.properties().stream()
                        .map(entry -> new Ipld.Entry(entry.getKey(), ipld(entry.getValue())))
                        .toList());
    }

    private static Ipld reserved(JsonNode content) {
        return content.isTextual()
                ? Ipld.of(cid(content.textValue()))
                : Ipld.of(Bytes.wrap(Base64.getDecoder().decode(content.get("bytes").textValue())));
    }
}

package ipvm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import ipvm.bench.Row.Goal;
import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Our strict codecs against what a Java programmer would otherwise take.
final class DataBench {

    private static final String JACKSON = "jackson-dataformat-cbor";
    private static final ObjectMapper MAPPER = new ObjectMapper(new CBORFactory());

    private DataBench() {}

    static void run(Consumer<Row> rows) throws Exception {
        codec("1 MB document", List.of(Documents.document(1_000_000)), rows);
        codec("200-byte receipts", Documents.receipts(500), rows);
        UnixFsBench.run(rows);
    }

    /// Both sides write trees that they have read themselves, as a node does that passes them on.
    private static void codec(String what, List<Ipld> documents, Consumer<Row> rows)
            throws Exception {
        var encoded = documents.stream().map(DagCbor::encode).toList();
        var arrays = encoded.stream().map(Bytes::toArray).toList();
        List<Ipld> values = new ArrayList<>();
        List<JsonNode> nodes = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            values.add(DagCbor.decode(encoded.get(i)));
            nodes.add(MAPPER.readTree(arrays.get(i)));
            requireEqual(values.get(i), nodes.get(i));
        }
        int all = values.size();
        var turn = new int[4];
        rows.accept(
                row(
                        "decode " + what,
                        Duel.between(
                                () -> DagCbor.decode(encoded.get(turn[0]++ % all)),
                                () -> MAPPER.readTree(arrays.get(turn[1]++ % all)))));
        rows.accept(
                row(
                        "encode " + what,
                        Duel.between(
                                () -> DagCbor.encode(values.get(turn[2]++ % all)),
                                () -> MAPPER.writeValueAsBytes(nodes.get(turn[3]++ % all)))));
    }

    private static Row row(String what, Duel.Outcome outcome) {
        var sides =
                new Row.Sides(
                        outcome.oursNanos() / 1_000,
                        outcome.peerNanos() / 1_000,
                        JACKSON,
                        outcome.speedRatio());
        return new Row("data", what, sides, "us", Goal.atLeast(1.0));
    }

    /// A peer that reads less than we do would win easily.
    private static void requireEqual(Ipld value, JsonNode node) throws Exception {
        boolean equal =
                switch (value) {
                    case Ipld.Null() -> node.isNull();
                    case Ipld.Bool(var bool) -> node.isBoolean() && node.booleanValue() == bool;
                    case Ipld.Int number -> node.bigIntegerValue().equals(number.asBig());
                    case Ipld.Float64(var number) -> node.doubleValue() == number;
                    case Ipld.Text(var text) -> text.equals(node.textValue());
                    case Ipld.Binary(var bytes) -> bytes.equals(Bytes.wrap(node.binaryValue()));
                    case Ipld.Link(var cid) ->
                            cid.encode().equals(Bytes.wrap(node.binaryValue()).from(1));
                    case Ipld.List(var items) -> items.size() == node.size();
                    case Ipld.Map(var entries) -> entries.size() == node.size();
                };
        if (!equal) {
            throw new IllegalStateException(value + " is not " + node);
        }
        requireEqualWithin(value, node);
    }

    private static void requireEqualWithin(Ipld value, JsonNode node) throws Exception {
        if (value instanceof Ipld.List(var items)) {
            for (int i = 0; i < items.size(); i++) {
                requireEqual(items.get(i), node.get(i));
            }
        } else if (value instanceof Ipld.Map(var entries)) {
            for (var entry : entries) {
                requireEqual(entry.value(), node.get(entry.key()));
            }
        }
    }
}

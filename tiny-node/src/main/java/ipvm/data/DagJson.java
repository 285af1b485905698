package ipvm.data;

import java.nio.charset.StandardCharsets;

/// DAG-JSON: the canonical form for machines, and a relaxed reader for what people write.
///
/// Links are `{"/": "cid"}`, bytes are `{"/": {"bytes": "base64"}}`; a map that looks like one of
/// these and is none cannot be written at all, so encoding is checked.
public final class DagJson {

    private DagJson() {}

    /// Reads the canonical form only: no white space, sorted keys, one spelling of each value.
    public static Ipld decode(Bytes source) throws MalformedException {
        return decode(source, Limits.DEFAULT);
    }

    public static Ipld decode(Bytes source, Limits limits) throws MalformedException {
        return new JsonReader(source, limits, JsonDialect.CANONICAL).whole();
    }

    /// Reads any JSON with the same meaning; faults are named by line and column.
    public static Ipld read(Bytes source, Limits limits) throws MalformedException {
        return read(source, limits, JsonDialect.RELAXED);
    }

    /// Reads a workflow that is meant for Homestar: integers outside of 64 bits, with a sign or
    /// without, become floats there, which its content address shows.
    public static Ipld readHomestar(Bytes source, Limits limits) throws MalformedException {
        return read(source, limits, JsonDialect.HOMESTAR);
    }

    private static Ipld read(Bytes source, Limits limits, JsonDialect dialect)
            throws MalformedException {
        try {
            return new JsonReader(source, limits, dialect).whole();
        } catch (MalformedException e) {
            throw e.lineIn(source);
        }
    }

    public static Ipld read(String text) throws MalformedException {
        return read(Bytes.utf8(text), Limits.DEFAULT);
    }

    public static Bytes encode(Ipld value) throws MalformedException {
        var out = new Buffer(256);
        new JsonWriter(out).item(value);
        return out.toBytes();
    }

    /// The canonical form as text.
    public static String text(Ipld value) throws MalformedException {
        return new String(encode(value).toArray(), StandardCharsets.UTF_8);
    }
}

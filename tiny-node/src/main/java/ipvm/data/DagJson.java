package ipvm.data;

import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /// The same fault, named by line and column of a value of the text: for what is found wrong
    /// with a value after the text was read. The steps are the keys and indexes that lead to it.
    public static MalformedException placed(
            MalformedException fault, Bytes source, List<String> steps) {
        try {
            int offset = JsonPlace.offset(source, steps);
            return new MalformedException(fault.what(), fault.found(), offset).lineIn(source);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("no " + steps + " in the text", e);
        }
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

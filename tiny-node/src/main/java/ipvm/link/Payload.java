package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What devices without our software send and like to read: text, JSON, CBOR, SenML.
public final class Payload {

    /// A reading larger than this is none.
    public static final int BYTES_MAX = 8 << 10;

    private static final Limits JSON = new Limits(16, 1_024, BYTES_MAX, BYTES_MAX);

    private Payload() {}

    /// How a payload is spelled.
    public enum Form {
        /// Nobody said: JSON or SenML where it reads as that, else text, else bytes.
        UNKNOWN,
        /// A number, `true`, `false`, or any words.
        TEXT,
        /// Plain JSON, or a SenML pack that goes by that name.
        JSON,
        /// Plain CBOR, in any of its encodings.
        CBOR,
        /// SenML in JSON, RFC 8428.
        SENML_JSON,
        /// SenML in CBOR, RFC 8428.
        SENML_CBOR
    }

    /// What was measured: one for each time that a pack names.
    ///
    /// @param nowMillis the time, to which times in SenML may be relative
    public static List<Measurement> read(Form form, Bytes body, long nowMillis)
            throws MalformedException {
        if (body.size() > BYTES_MAX) {
            throw new MalformedException(
                    "reading of at most " + BYTES_MAX + " bytes", body.size() + " bytes");
        }
        return switch (form) {
            case UNKNOWN -> anything(body, nowMillis);
            case TEXT -> List.of(Measurement.of(words(text(body))));
            case JSON -> json(body, nowMillis);
            case CBOR -> List.of(Measurement.of(new LooseCbor(body).whole()));
            case SENML_JSON -> SenMl.read(DagJson.read(body, JSON), nowMillis);
            case SENML_CBOR -> SenMl.read(new LooseCbor(body).whole(), nowMillis);
        };
    }

    private static List<Measurement> json(Bytes body, long nowMillis) throws MalformedException {
        var value = DagJson.read(body, JSON);
        return SenMl.looksLike(value)
                ? SenMl.read(value, nowMillis)
                : List.of(Measurement.of(value));
    }

    private static List<Measurement> anything(Bytes body, long nowMillis)
            throws MalformedException {
        Ipld value;
        try {
            value = DagJson.read(body, JSON);
        } catch (MalformedException noJson) {
            return List.of(Measurement.of(wordsOrBytes(body)));
        }
        return SenMl.looksLike(value)
                ? SenMl.read(value, nowMillis)
                : List.of(Measurement.of(value));
    }

    private static Ipld wordsOrBytes(Bytes body) {
        try {
            return Ipld.of(text(body));
        } catch (MalformedException noText) {
            return Ipld.of(body);
        }
    }

    /// A lone number or truth value means itself; any other JSON is as good as words.
    private static Ipld words(String text) {
        try {
            var value = DagJson.read(Bytes.utf8(text), JSON);
            boolean isPlain =
                    value instanceof Ipld.Int
                            || value instanceof Ipld.Float64
                            || value instanceof Ipld.Bool;
            return isPlain ? value : Ipld.of(text);
        } catch (MalformedException noJson) {
            return Ipld.of(text);
        }
    }

    private static String text(Bytes body) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("UTF-8 text", body.toString());
        }
    }

    /// A value in a form; the name and unit are said where the form has a place for them.
    public static Bytes write(Form form, String name, Ipld value, Optional<String> unit)
            throws MalformedException {
        return switch (form) {
            case TEXT ->
                    value instanceof Ipld.Text(var text) ? Bytes.utf8(text) : DagJson.encode(value);
            case UNKNOWN, JSON -> DagJson.encode(value);
            case CBOR -> DagCbor.encode(value);
            case SENML_JSON -> DagJson.encode(SenMl.pack(name, value, unit));
            case SENML_CBOR -> SenMl.cbor(SenMl.pack(name, value, unit));
        };
    }
}

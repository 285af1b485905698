package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import java.util.Map;
import java.util.Optional;

/// A complete answer of a server.
///
/// @param headers by name in small letters; several of one name joined as HTTP has it
record HttpAnswer(int status, Map<String, String> headers, Bytes body) {

    Optional<String> location() {
        return Optional.ofNullable(headers.get("location"));
    }

    Ipld value() {
        var type = headers.getOrDefault("content-type", "");
        var texts =
                headers.entrySet().stream()
                        .map(header -> new Ipld.Entry(header.getKey(), Ipld.of(header.getValue())))
                        .toList();
        return Ipld.map(
                "status", Ipld.of(status),
                "headers", new Ipld.Map(texts),
                "body", new HttpBody(body, type).value());
    }

    Ipld.Map evidence() {
        return Ipld.map("status", Ipld.of(status), "body", Ipld.of(Cid.of(Codec.RAW, body)));
    }
}

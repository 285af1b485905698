package ipvm.effect;

import ipvm.data.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request as it goes over the wire.
///
/// @param headers what the task chose, by name in small letters
record HttpRequest(String method, Url url, Map<String, String> headers, Optional<HttpBody> body) {

    Bytes encode() {
        var all = new TreeMap<String, String>();
        all.put("accept", "*/*");
        all.put("accept-encoding", "identity");
        all.put("user-agent", "ipvm");
        body.ifPresent(it -> all.put("content-type", it.type()));
        all.putAll(headers);
        all.put("connection", "close");
        body.ifPresent(it -> all.put("content-length", Integer.toString(it.content().size())));
        var head = new StringBuilder(method + " " + url.path() + " HTTP/1.1\r\n");
        head.append("host: ").append(url.authority()).append("\r\n");
        all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        var bytes = Bytes.utf8(head.append("\r\n").toString());
        return body.map(it -> Bytes.concat(bytes, it.content())).orElse(bytes);
    }

    /// The same request to where a redirect leads. Another origin is not told what this one was.
    HttpRequest at(Url next) {
        var kept = next.hasOriginOf(url) ? headers : HttpHeaders.forAnybody(headers);
        return new HttpRequest(method, next, kept, body);
    }

    boolean isGet() {
        return method.equals("GET");
    }
}

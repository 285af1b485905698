package ipvm.effect;

import ipvm.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/// Reads one HTTP/1.1 answer from a server that may send anything, and no byte past a limit.
///
/// An answer is complete or it is a fault: where the length is not what was announced, nobody can
/// say what the server meant.
final class HttpReader {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \t]*(;.*)?");
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int CHUNK_LINE_BYTES_MAX = 1_024;

    private final InputStream in;
    private final Limits limits;
    private int headBytesLeft;

    HttpReader(InputStream in, Limits limits) {
        this.in = in;
        this.limits = limits;
        this.headBytesLeft = limits.headBytesMax();
    }

    HttpAnswer answer() throws IOException, HttpFault {
        int status = status();
        while (status < 200 && status != SWITCHING) {
            headers();
            status = status();
        }
        if (status == SWITCHING) {
            throw HttpFault.badAnswer("another protocol than was spoken");
        }
        var headers = headers();
        try {
            return new HttpAnswer(status, headers, body(status, headers));
        } catch (HttpFault fault) {
            throw fault.after(status);
        } catch (IOException e) {
            throw HttpFault.cut(e).after(status);
        }
    }

    private int status() throws IOException, HttpFault {
        var line = headLine();
        var status = STATUS.matcher(line);
        if (!status.matches()) {
            throw HttpFault.badAnswer("a status line of HTTP/1.1: found '" + clipped(line) + "'");
        }
        return Integer.parseInt(status.group(1));
    }

    private Map<String, String> headers() throws IOException, HttpFault {
        var headers = new TreeMap<String, String>();
        int count = 0;
        for (var line = headLine(); !line.isEmpty(); line = headLine()) {
            if (++count > limits.headersMax()) {
                throw tooLarge("headers", limits.headersMax(), "headers");
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !HttpHeaders.isToken(line.substring(0, colon))) {
                throw HttpFault.badAnswer("a header: found '" + clipped(line) + "'");
            }
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), joint(name));
        }
        return headers;
    }

    /// Cookies have commas in them; nothing has line ends.
    private static BinaryOperator<String> joint(String name) {
        var between = name.equals("set-cookie") ? "\n" : ", ";
        return (one, more) -> one + between + more;
    }

    private Bytes body(int status, Map<String, String> headers) throws IOException, HttpFault {
        if (status == NO_CONTENT || status == NOT_MODIFIED) {
            return Bytes.EMPTY;
        }
        var coding = headers.get("transfer-encoding");
        var length = headers.get("content-length");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked") || length != null) {
                throw HttpFault.badAnswer("a body in chunks: found '" + clipped(coding) + "'");
            }
            return chunks();
        }
        return length == null ? untilEnd() : exactly(length);
    }

    private Bytes exactly(String length) throws IOException, HttpFault {
        if (!LENGTH.matcher(length).matches()) {
            throw HttpFault.badAnswer("a length: found '" + clipped(length) + "'");
        }
        long size = Long.parseLong(length);
        if (size > limits.bodyBytesMax()) {
            throw bodyTooLarge();
        }
        return Bytes.wrap(exactly((int) size));
    }

    private byte[] exactly(int size) throws IOException, HttpFault {
        var read = in.readNBytes(size);
        if (read.length < size) {
            throw cut();
        }
        return read;
    }

    private Bytes untilEnd() throws IOException, HttpFault {
        var read = in.readNBytes(limits.bodyBytesMax() + 1);
        if (read.length > limits.bodyBytesMax()) {
            throw bodyTooLarge();
        }
        return Bytes.wrap(read);
    }

    private Bytes chunks() throws IOException, HttpFault {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (size > limits.bodyBytesMax() - body.size()) {
                throw bodyTooLarge();
            }
            body.write(exactly(size));
            expectLineEnd();
        }
        headers();
        return Bytes.wrap(body.toByteArray());
    }

    private void expectLineEnd() throws IOException, HttpFault {
        int c = in.read();
        if ((c == '\r' ? in.read() : c) != '\n') {
            throw HttpFault.badAnswer("the end of a chunk: found something else");
        }
    }

    private int chunkSize() throws IOException, HttpFault {
        var line = line(CHUNK_LINE_BYTES_MAX);
        var size = CHUNK.matcher(line);
        if (!size.matches()) {
            throw HttpFault.badAnswer("the size of a chunk: found '" + clipped(line) + "'");
        }
        return (int) Math.min(Long.parseLong(size.group(1), 16), Integer.MAX_VALUE);
    }

    private String headLine() throws IOException, HttpFault {
        var line = line(headBytesLeft);
        headBytesLeft -= line.length() + 1;
        return line;
    }

    /// A line without its end; a control character in it is a line end that others might see.
    private String line(int bytesMax) throws IOException, HttpFault {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw cut();
            }
            if (line.size() >= bytesMax) {
                throw tooLarge("head", limits.headBytesMax(), "bytes");
            }
            line.write(c);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (!text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f))) {
            throw HttpFault.badAnswer("a line of text: found a control character");
        }
        return text;
    }

    private HttpFault bodyTooLarge() {
        return tooLarge("body", limits.bodyBytesMax(), "bytes");
    }

    private static HttpFault tooLarge(String what, int max, String unit) {
        return new HttpFault(
                HttpFault.TOO_LARGE, "a " + what + " of at most " + max + " " + unit + ": more");
    }

    private static HttpFault cut() {
        return HttpFault.badAnswer("a whole answer: the connection ended before");
    }

    private static String clipped(String text) {
        return text.length() <= 64 ? text : text.substring(0, 61) + "...";
    }
}

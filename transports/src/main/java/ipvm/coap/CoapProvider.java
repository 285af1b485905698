package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Arguments;
import ipvm.effect.Ask;
import ipvm.effect.Effect;
import ipvm.effect.EffectProvider;
import ipvm.effect.Surroundings;
import ipvm.ucan.Command;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.jspecify.annotations.Nullable;

/// `/coap/get {url, accept?}`, `/coap/put` and `/coap/post {url, body, format?}`: one request to a
/// device, for whoever's grant allows its URL.
///
/// Any answer of the device is an answer, 4.04 too. A command that failed says honestly whether the
/// device may have seen it; what it did then, nobody can look up.
public final class CoapProvider implements EffectProvider {

    private static final int ANSWER_BYTES_MAX = 32 << 10;
    private static final int MILLIS_MAX = 60_000;
    private static final int BODY_BYTES_MAX = 16 << 10;
    private static final int URL_CHARS_MAX = 512;
    private static final int FORMAT_MAX = 65_535;
    private static final String[] KEYS = {"url", "accept", "body", "format"};

    private static final Effect GET = Effect.query("/coap/get", ANSWER_BYTES_MAX, MILLIS_MAX);
    private static final Effect PUT = Effect.command("/coap/put", ANSWER_BYTES_MAX, MILLIS_MAX);
    private static final Effect POST = Effect.command("/coap/post", ANSWER_BYTES_MAX, MILLIS_MAX);

    private @Nullable Caller caller;

    /// Opens no socket; most nodes never ask a device.
    public CoapProvider() {}

    @Override
    public List<Effect> effects() {
        return List.of(GET, PUT, POST);
    }

    /// One spelling of a URL: small letters before the path, no port that goes without saying.
    @Override
    public Ipld.Map plain(Command command, Ipld.Map args) {
        if (!(args.find("url").orElse(Ipld.ofNull()) instanceof Ipld.Text(var url))) {
            return args;
        }
        try {
            var uri = new URI(url).normalize();
            boolean isDefault = uri.getPort() < 0 || uri.getPort() == Ways.PORT;
            var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            var port = isDefault ? "" : ":" + uri.getPort();
            var path =
                    uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return uri.getHost() == null
                    ? args
                    : args.with("url", Ipld.of("coap://" + host + port + path + query));
        } catch (URISyntaxException e) {
            return args;
        }
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) throws InterruptedException {
        boolean isGet = ask.command().equals(GET.command());
        try {
            var request = isGet ? get(ask) : change(ask);
            long millis = ask.millisLeft(around.clock().nowMillis(), MILLIS_MAX);
            var url = Arguments.of(ask.args(), KEYS).text("url", URL_CHARS_MAX);
            return caller().call(new Caller.Errand(url, request, isGet), millis);
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }

    private synchronized Caller caller() {
        if (caller == null) {
            caller = new Caller();
        }
        return caller;
    }

    private static Request get(Ask ask) throws MalformedException {
        var args = Arguments.of(ask.args(), "url", "accept");
        var request = request(Code.GET, args);
        if (args.find("accept").isPresent()) {
            request.getOptions().setAccept(args.integer("accept", 0, FORMAT_MAX));
        }
        return request;
    }

    private static Request change(Ask ask) throws MalformedException {
        var args = Arguments.of(ask.args(), "url", "body", "format");
        boolean isPut = ask.command().equals(PUT.command());
        var request = request(isPut ? Code.PUT : Code.POST, args);
        var body = args.any("body");
        var bytes = content(body);
        if (bytes.size() > BODY_BYTES_MAX) {
            throw Arguments.bad(
                    "body", "at most " + BODY_BYTES_MAX + " bytes", bytes.size() + " bytes");
        }
        request.setPayload(bytes.toArray());
        boolean isSaid = args.find("format").isPresent();
        request.getOptions()
                .setContentFormat(isSaid ? args.integer("format", 0, FORMAT_MAX) : format(body));
        return request;
    }

    private static Bytes content(Ipld body) throws MalformedException {
        if (body instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        return body instanceof Ipld.Text(var text) ? Bytes.utf8(text) : DagJson.encode(body);
    }

    private static int format(Ipld body) {
        if (body instanceof Ipld.Binary) {
            return Formats.OCTETS;
        }
        return body instanceof Ipld.Text ? Formats.TEXT : Formats.JSON;
    }

    /// The URL is not looked up yet: a name may take long.
    private static Request request(Code code, Arguments args) throws MalformedException {
        var url = args.text("url", URL_CHARS_MAX);
        var request = new Request(code);
        if (!url.toLowerCase(Locale.ROOT).startsWith("coap://")) {
            throw Arguments.bad("url", "coap://HOST[:PORT]/PATH", "'" + url + "'");
        }
        return request;
    }

    @Override
    public synchronized void close() {
        if (caller != null) {
            caller.close();
            caller = null;
        }
    }
}

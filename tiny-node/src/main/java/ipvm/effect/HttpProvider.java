package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// `/http/get {url, headers?}`, `/http/post` and `/http/put {url, headers?, body}`: one request to
/// the web, for whoever's grant allows its URL.
///
/// A status of 400 or 500 is an answer like any other. A command that failed says honestly whether
/// the server may have seen it.
public final class HttpProvider implements EffectProvider {

    private static final Effect GET = Effect.query("/http/get", Limits.BYTES_BOUND, 60_000);
    private static final Effect POST = Effect.command("/http/post", Limits.BYTES_BOUND, 60_000);
    private static final Effect PUT = Effect.command("/http/put", Limits.BYTES_BOUND, 60_000);

    private final @Nullable Dialer dialer;

    /// Loads nothing that speaks to the network; most nodes never ask the web.
    public HttpProvider() {
        this.dialer = null;
    }

    HttpProvider(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public List<Effect> effects() {
        return List.of(GET, POST, PUT);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) throws InterruptedException {
        try {
            return perform(request(ask, around.limits()), ask, around);
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }

    private static HttpRequest request(Ask ask, Limits limits) throws MalformedException {
        boolean isGet = ask.command().equals(GET.command());
        var args =
                isGet
                        ? Arguments.of(ask.args(), "url", "headers")
                        : Arguments.of(ask.args(), "url", "headers", "body");
        var url = Url.parse(args.text("url", limits.urlCharsMax()));
        var headers = HttpHeaders.read(args.texts("headers"), limits);
        if (isGet) {
            return new HttpRequest("GET", url, headers, Optional.empty());
        }
        var body = HttpBody.of(args.any("body"), limits.requestBytesMax());
        var keyed = new TreeMap<>(headers);
        keyed.put("idempotency-key", ask.intent().toString());
        var method = ask.command().equals(POST.command()) ? "POST" : "PUT";
        return new HttpRequest(method, url, keyed, Optional.of(body));
    }

    /// Runs on a thread of its own, because looking up a name and writing cannot be interrupted:
    /// who waits here can leave at any time, and closes the gate behind himself.
    private Answer perform(HttpRequest request, Ask ask, Surroundings around)
            throws InterruptedException {
        var fence = new Fence();
        var errand =
                new HttpErrand(ask, around, dialer == null ? Dialer.ofSystem() : dialer, fence);
        var work = new FutureTask<>(() -> answer(errand, request, fence));
        long millis = ask.millisLeft(around.clock().nowMillis(), around.limits().httpMillisMax());
        Thread.ofPlatform().daemon().name("http").start(work);
        try {
            return work.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            fence.cut();
            var late = new HttpFault(HttpFault.TIMED_OUT, "no answer within " + millis + " ms");
            return ended(late, request, fence);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            fence.cut();
        }
    }

    private static Answer answer(HttpErrand errand, HttpRequest request, Fence fence) {
        try {
            var answer = errand.run(request);
            return new Answer.Done(answer.value(), answer.evidence());
        } catch (HttpFault fault) {
            return ended(fault, request, fence);
        }
    }

    private static Answer ended(HttpFault fault, HttpRequest request, Fence fence) {
        var message = fault.name() + ": " + fault.what();
        if (!request.isGet() && fence.isCrossed()) {
            return new Answer.Unknown(message, Ipld.map());
        }
        return request.isGet() || fault.name().equals(HttpFault.FORBIDDEN)
                ? Answer.failed(fault.name(), fault.what())
                : new Answer.NotFired(message);
    }
}

package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;

/// One request with the redirects that it is sent on, each of them judged like the first.
final class HttpErrand {

    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);

    /// The redirects that ask for the same request once more, body and all.
    private static final Set<Integer> AGAIN = Set.of(307, 308);

    private final Ask ask;
    private final Surroundings around;
    private final Dialer dialer;
    private final Fence fence;

    HttpErrand(Ask ask, Surroundings around, Dialer dialer, Fence fence) {
        this.ask = ask;
        this.around = around;
        this.dialer = dialer;
        this.fence = fence;
    }

    HttpAnswer run(HttpRequest first) throws HttpFault {
        var request = first;
        judge(request.url());
        var answer = exchange(request);
        int left = around.limits().redirectsMax();
        for (var next = next(request, answer); next.isPresent(); next = next(request, answer)) {
            if (left-- == 0) {
                return givenUp(request, answer);
            }
            request = request.at(next.get());
            answer = exchange(request);
        }
        return answer;
    }

    private HttpAnswer givenUp(HttpRequest request, HttpAnswer answer) throws HttpFault {
        if (request.isGet()) {
            int max = around.limits().redirectsMax();
            throw HttpFault.badAnswer("an answer after " + max + " redirects: found one more");
        }
        return answer;
    }

    /// Where the answer sends the request on to. A command is sent on by its own origin only, and
    /// where it may not go, the redirect itself is the answer: it was given, and it is the task's
    /// to judge.
    private Optional<Url> next(HttpRequest request, HttpAnswer answer) throws HttpFault {
        var statuses = request.isGet() ? ELSEWHERE : AGAIN;
        if (!statuses.contains(answer.status()) || answer.location().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(judged(request, answer.location().get()));
        } catch (HttpFault fault) {
            if (request.isGet()) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    private Url judged(HttpRequest request, String location) throws HttpFault {
        var next = follow(request.url(), location);
        if (!request.isGet() && !next.hasOriginOf(request.url())) {
            throw forbidden("a redirect of a command to " + next.text());
        }
        if (request.url().isTls() && !next.isTls()) {
            throw forbidden("a redirect to " + next.text() + " gives up TLS");
        }
        judge(next);
        return next;
    }

    private Url follow(Url here, String location) throws HttpFault {
        try {
            var next = here.follow(location);
            if (next.text().length() > around.limits().urlCharsMax()) {
                throw HttpFault.badAnswer("a redirect to a URL that is too long");
            }
            return next;
        } catch (MalformedException e) {
            throw HttpFault.badAnswer("a redirect to " + e.found());
        }
    }

    private void judge(Url url) throws HttpFault {
        if (!ask.allowed().allows(ask.args().with("url", Ipld.of(url.text())))) {
            throw forbidden("the grant does not allow " + url.text());
        }
    }

    private HttpAnswer exchange(HttpRequest request) throws HttpFault {
        int millis = around.limits().connectMillisMax();
        try {
            return spoken(
                    dialer.dial(request.url(), isPrivate(request.url()), fence, millis), request);
        } catch (IOException e) {
            throw HttpFault.cut(e);
        } finally {
            fence.close();
        }
    }

    private HttpAnswer spoken(Socket socket, HttpRequest request) throws IOException, HttpFault {
        var bytes = request.encode();
        fence.cross();
        try {
            bytes.writeTo(socket.getOutputStream());
        } catch (IOException e) {
            return early(socket, e);
        }
        return read(socket);
    }

    /// A server that does not want to hear the rest may have said why before it hung up.
    private HttpAnswer early(Socket socket, IOException fault) throws IOException, HttpFault {
        try {
            return read(socket);
        } catch (IOException e) {
            fault.addSuppressed(e);
            throw fault;
        }
    }

    private HttpAnswer read(Socket socket) throws IOException, HttpFault {
        var in = new BufferedInputStream(socket.getInputStream());
        return new HttpReader(in, around.limits()).answer();
    }

    private boolean isPrivate(Url url) {
        return around.privateAddresses() || LocalHost.isNamed(ask.allowed(), url.host());
    }

    private static HttpFault forbidden(String message) {
        return new HttpFault(HttpFault.FORBIDDEN, message);
    }
}

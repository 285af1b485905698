package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.jspecify.annotations.Nullable;

/// Asks devices, on a port of its own, and waits for what they say.
final class Caller {

    private static final Set<Integer> TEXTS =
            Set.of(Formats.TEXT, Formats.LINKS, Formats.JSON, Formats.SENML_JSON);

    private final ScheduledThreadPoolExecutor one;
    private final CoapEndpoint endpoint;
    private boolean isOpen;

    /// @param isQuery whether asking changes nothing
    record Errand(String url, Request request, boolean isQuery) {}

    Caller() {
        one =
                new ScheduledThreadPoolExecutor(
                        1, work -> Thread.ofPlatform().daemon().name("coap-ask").unstarted(work));
        one.setRemoveOnCancelPolicy(true);
        var limits = Limits.DEFAULT;
        var sockets = new Sockets(new InetSocketAddress(Groups.literal("::"), 0));
        var hand = new UdpHand(sockets, () -> one.getQueue().size() > limits.backlogMax());
        endpoint =
                CoapEndpoint.builder()
                        .setConfiguration(Tuning.of(limits))
                        .setConnector(hand)
                        .build();
        endpoint.setExecutors(one, one);
    }

    /// Looking up a name cannot be interrupted, so it is left to itself when time is up.
    Answer call(Errand errand, long millis) throws InterruptedException {
        var outcome = new Outcome(errand);
        Thread.ofVirtual().name("coap-ask").start(() -> begin(errand, outcome));
        try {
            return outcome.answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return outcome.failed("TimedOut", "no answer within " + millis + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            outcome.cancel();
        }
    }

    private void begin(Errand errand, Outcome outcome) {
        try {
            errand.request().setURI(errand.url());
            open();
            errand.request().addMessageObserver(outcome);
            outcome.send(endpoint);
        } catch (IllegalArgumentException | IOException e) {
            outcome.answer.complete(outcome.failed("Unreachable", String.valueOf(e.getMessage())));
        }
    }

    private synchronized void open() throws IOException {
        if (!isOpen) {
            endpoint.start();
            isOpen = true;
        }
    }

    /// What becomes of one request, as far as can be told: the gate is shut before it is given up.
    private static final class Outcome extends MessageObserverAdapter {

        private final Errand errand;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private boolean isSent;
        private boolean isOver;

        Outcome(Errand errand) {
            this.errand = errand;
        }

        synchronized void send(CoapEndpoint by) {
            if (!isOver) {
                isSent = true;
                by.sendRequest(errand.request());
            }
        }

        synchronized Answer failed(String name, String why) {
            isOver = true;
            if (errand.isQuery()) {
                return Answer.failed(name, why);
            }
            return isSent
                    ? new Answer.Unknown(name + ": " + why, Ipld.map())
                    : new Answer.NotFired(name + ": " + why);
        }

        synchronized void cancel() {
            isOver = true;
            errand.request().cancel();
        }

        @Override
        public void onResponse(Response response) {
            answer.complete(done(response));
        }

        @Override
        public void onReject() {
            answer.complete(failed("Rejected", "the device wants no CoAP"));
        }

        @Override
        public void onTimeout() {
            answer.complete(failed("TimedOut", "the device does not answer"));
        }

        @Override
        public void onSendError(@Nullable Throwable error) {
            var why = error == null ? "it was not sent" : String.valueOf(error.getMessage());
            answer.complete(unsent(why));
        }

        /// The network did not take it: it is as if it had never been asked for.
        private synchronized Answer unsent(String why) {
            isSent = errand.request().isSent();
            return failed("Unreachable", why);
        }
    }

    private static Answer done(Response response) {
        var body = Bytes.wrap(response.getPayload());
        var options = response.getOptions();
        var code = Ipld.of(response.getCode().toString());
        var value = Ipld.map("code", code, "body", body(body, options.getContentFormat()));
        return new Answer.Done(
                options.hasContentFormat()
                        ? value.with("format", Ipld.of(options.getContentFormat()))
                        : value,
                Ipld.map("code", code));
    }

    /// Text where its format says so and it is UTF-8, else bytes: nothing is guessed.
    private static Ipld body(Bytes body, int format) {
        if (!TEXTS.contains(format)) {
            return Ipld.of(body);
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toArray()));
            return Ipld.of(text.toString());
        } catch (CharacterCodingException e) {
            return Ipld.of(body);
        }
    }

    void close() {
        endpoint.destroy();
        one.shutdownNow();
    }
}

package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.link.Ear;
import ipvm.link.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.NoResponseOption;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.AddressEndpointContext;

/// Frames, in and out: one datagram each, for which nobody keeps any state.
///
/// A neighbour posts with No-Response (RFC 7967), so such a frame is taken before it becomes an
/// exchange, and ours leave without one. Whoever posts without it waits for the frame that answers.
final class Mail extends MessageInterceptorAdapter {

    private static final String PATH = "ipvm/f";
    private static final long ANSWER_MILLIS = 1_000;
    private static final int WAITING_MAX = 64;
    private static final int LOOKUPS_MAX = 4;

    /// Identifiers above these are for groups.
    private static final int MIDS = 60_000;

    private final Ear ear;
    private final UdpHand hand;
    private final ScheduledExecutorService one;
    private final UdpDataSerializer serializer = new UdpDataSerializer();
    private final AtomicInteger mids = new AtomicInteger();
    private final Semaphore lookups = new Semaphore(LOOKUPS_MAX);
    private final Map<InetSocketAddress, CoapExchange> waiting = new HashMap<>();

    Mail(Ear ear, UdpHand hand, ScheduledExecutorService one) {
        this.ear = ear;
        this.hand = hand;
        this.one = one;
    }

    @Override
    public void receiveRequest(Request request) {
        var options = request.getOptions();
        boolean isFrame =
                request.getCode() == CoAP.Code.POST
                        && request.getType() == CoAP.Type.NON
                        && options.hasNoResponse()
                        && !options.hasBlock1()
                        && !request.isMulticast()
                        && options.getUriPathString().equals(PATH);
        if (isFrame) {
            request.cancel();
            if (request.getPayloadSize() > 0) {
                hear(request.getSourceContext().getPeerAddress(), request.getPayload());
            }
        }
    }

    private void hear(InetSocketAddress from, byte[] frame) {
        ear.heard(Ways.place(from), Bytes.wrap(frame));
    }

    /// Somebody waits: the next frame to him is his answer, if it is there soon.
    void posted(CoapExchange exchange) {
        var from = exchange.getSourceSocketAddress();
        if (isWaiting(from, exchange)) {
            var unused =
                    one.schedule(
                            () -> answerNothing(from, exchange),
                            ANSWER_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else {
            exchange.respond(ResponseCode.CHANGED);
        }
        hear(from, exchange.getRequestPayload());
    }

    private synchronized boolean isWaiting(InetSocketAddress from, CoapExchange exchange) {
        return waiting.size() < WAITING_MAX && waiting.putIfAbsent(from, exchange) == null;
    }

    private void answerNothing(InetSocketAddress from, CoapExchange exchange) {
        boolean isStill;
        synchronized (this) {
            isStill = waiting.remove(from, exchange);
        }
        if (isStill) {
            exchange.respond(ResponseCode.CHANGED);
        }
    }

    void send(Place to, Bytes frame) {
        try {
            var way = Ways.parse(to.address());
            if (way.isAddress()) {
                send(way.find(), frame);
            } else if (lookups.tryAcquire()) {
                Thread.ofVirtual().name("coap-name").start(() -> lookUp(way, to, frame));
            }
        } catch (MalformedException | UnknownHostException e) {
            ear.lost(to, String.valueOf(e.getMessage()));
        }
    }

    private void lookUp(Ways.Way way, Place to, Bytes frame) {
        try {
            send(way.find(), frame);
        } catch (UnknownHostException e) {
            ear.lost(to, "nobody knows the name " + way.host());
        } finally {
            lookups.release();
        }
    }

    private void send(InetSocketAddress to, Bytes frame) {
        CoapExchange asker;
        synchronized (this) {
            asker = waiting.remove(to);
        }
        if (asker != null) {
            answer(asker, frame);
            return;
        }
        try {
            hand.send(to, post(to, frame));
        } catch (IOException e) {
            return; // a frame that gets lost, like others on their way
        }
    }

    private byte[] post(InetSocketAddress to, Bytes frame) {
        var request = new Request(CoAP.Code.POST, CoAP.Type.NON);
        request.setDestinationContext(new AddressEndpointContext(to));
        request.setToken(Token.EMPTY);
        request.setMID(Math.floorMod(mids.getAndIncrement(), MIDS));
        request.getOptions()
                .setUriPath(PATH)
                .setContentFormat(Formats.CBOR)
                .setNoResponse(NoResponseOption.SUPPRESS_ALL);
        request.setPayload(frame.toArray());
        return serializer.getByteArray(request);
    }

    /// A refusal is told by its code too, for those who cannot read it.
    private void answer(CoapExchange asker, Bytes frame) {
        var refusal = Refusal.of(frame);
        if (refusal.code() == ResponseCode.SERVICE_UNAVAILABLE) {
            asker.setMaxAge(refusal.seconds());
        }
        asker.respond(refusal.code(), frame.toArray(), Formats.CBOR);
    }
}

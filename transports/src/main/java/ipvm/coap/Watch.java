package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Payload;
import ipvm.link.Reading;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.jspecify.annotations.Nullable;

/// Observes one resource of a device, and begins again when the device falls silent.
///
/// Californium registers anew when the last notification is too old; a device that does not answer
/// then, or cannot be observed at all, is asked again after a while.
final class Watch implements CoapHandler {

    private static final long FIRST_SECONDS = 2;
    private static final long LAST_SECONDS = 60;

    private final Inlet inlet;
    private final String uri;
    private final CoapEndpoint endpoint;
    private final Ear ear;
    private final ScheduledThreadPoolExecutor one;

    private long seconds = FIRST_SECONDS;
    private boolean isClosed;
    private @Nullable CoapObserveRelation relation;

    Watch(Inlet inlet, CoapEndpoint endpoint, Ear ear, ScheduledThreadPoolExecutor one) {
        this.inlet = inlet;
        this.uri = inlet.key("observe").orElseThrow();
        this.endpoint = endpoint;
        this.ear = ear;
        this.one = one;
    }

    /// On a thread of its own, because a URI may have a name that has to be looked up.
    void begin() {
        Thread.ofVirtual().name("coap-observe").start(this::observe);
    }

    private void observe() {
        try {
            var request = Request.newGet();
            request.setURI(uri);
            request.setObserve();
            var client = new CoapClient().setEndpoint(endpoint).setExecutors(one, one, true);
            begun(client.observe(request, this));
        } catch (IllegalArgumentException nobody) {
            again();
        }
    }

    private synchronized void begun(CoapObserveRelation begun) {
        relation = begun;
        if (isClosed) {
            begun.reactiveCancel();
        }
    }

    @Override
    public void onLoad(CoapResponse response) {
        if (!response.isSuccess()) {
            again();
            return;
        }
        synchronized (this) {
            seconds = FIRST_SECONDS;
        }
        read(response);
        if (!response.advanced().getOptions().hasObserve()) {
            poll();
        }
    }

    @Override
    public void onError() {
        again();
    }

    /// Readings that a device was asked for need no answer: the next one is newer.
    private void read(CoapResponse response) {
        var message = response.advanced();
        var form = Formats.ofContent(message.getOptions());
        if (form.isEmpty()) {
            return;
        }
        try {
            var body = Bytes.wrap(response.getPayload());
            int number = 0;
            for (var each : Payload.read(form.get(), body, UdpHand.nowMillis())) {
                var mark =
                        uri
                                + " "
                                + message.getMID()
                                + " "
                                + message.getTokenString()
                                + "/"
                                + number++;
                ear.read(
                        new Reading(
                                inlet.name(),
                                uri,
                                each.value(),
                                each.unit(),
                                each.atMillis(),
                                mark),
                        new Nobody());
            }
        } catch (MalformedException e) {
            return; // a device that talks nonsense today may talk sense tomorrow
        }
    }

    private record Nobody() implements Ear.Answer {

        @Override
        public void taken() {}

        @Override
        public void refused(String why) {}
    }

    /// A device that cannot be observed is asked once a minute.
    private synchronized void poll() {
        seconds = LAST_SECONDS;
        again();
    }

    private synchronized void again() {
        if (isClosed) {
            return;
        }
        if (relation != null) {
            relation.reactiveCancel();
            relation = null;
        }
        try {
            var unused = one.schedule(this::begin, seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            return;
        }
        seconds = Math.min(2 * seconds, LAST_SECONDS);
    }

    synchronized void close() {
        isClosed = true;
        if (relation != null) {
            relation.proactiveCancel();
        }
    }
}

package ipvm.coap;

import ipvm.link.Ear;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;

/// Looks for neighbours: asks the groups who takes frames, first often and then hourly.
///
/// Each time it also joins the groups on interfaces that have come up since.
final class Lookout {

    private static final int MINUTES_MAX = 60;
    private static final String QUERY = "rt=" + FrameResource.TYPE;

    private final CoapEndpoint endpoint;
    private final Sockets sockets;
    private final Ear ear;
    private final ScheduledExecutorService one;
    private final Groups groups = new Groups();

    Lookout(CoapEndpoint endpoint, Sockets sockets, Ear ear, ScheduledExecutorService one) {
        this.endpoint = endpoint;
        this.sockets = sockets;
        this.ear = ear;
        this.one = one;
    }

    /// Says why nobody can call us, where nobody can.
    String start() {
        var fault = sockets.join(groups);
        one.execute(() -> ask(1));
        return fault;
    }

    void look() {
        one.execute(this::ask);
    }

    private void ask(int minutes) {
        ask();
        int next = Math.min(2 * minutes, MINUTES_MAX);
        var unused = one.schedule(() -> ask(next), minutes, TimeUnit.MINUTES);
    }

    private void ask() {
        var unused = sockets.join(groups);
        for (var group : Groups.ADDRESSES) {
            var request = Request.newGet();
            request.setType(CoAP.Type.NON);
            request.setDestinationContext(
                    new AddressEndpointContext(
                            new InetSocketAddress(Groups.literal(group), Ways.PORT)));
            request.getOptions().setUriPath(Directory.PATH).addUriQuery(QUERY);
            request.addMessageObserver(new Answers());
            endpoint.sendRequest(request);
        }
    }

    private final class Answers extends MessageObserverAdapter {

        @Override
        public void onResponse(Response response) {
            var from = response.getSourceContext().getPeerAddress();
            boolean isNode =
                    response.isSuccess()
                            && response.getPayloadString().contains('"' + FrameResource.TYPE + '"');
            if (isNode && !isOurs(from)) {
                ear.met(Ways.place(from));
            }
        }
    }

    private boolean isOurs(InetSocketAddress from) {
        try {
            return from.getPort() == sockets.address().getPort()
                    && NetworkInterface.getByInetAddress(from.getAddress()) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}

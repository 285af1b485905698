package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Ear;
import ipvm.link.Measurement;
import ipvm.link.Payload;
import ipvm.link.Reading;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// `/in/NAME`: a device puts its readings here, and hears that they are taken when they are kept.
final class InletResource extends CoapResource {

    private final Copies copies;
    private final Ear ear;
    private volatile Optional<Ipld> last = Optional.empty();

    InletResource(String name, Copies copies, Ear ear) {
        super(name);
        this.copies = copies;
        this.ear = ear;
        setObservable(true);
        setObserveType(CoAP.Type.NON);
        getAttributes().setObservable();
        getAttributes().addResourceType("ipvm.inlet");
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        if (last.isEmpty()) {
            exchange.respond(ResponseCode.NOT_FOUND, "nothing was read yet");
        } else {
            OutletResource.show(exchange, getName(), last.get(), Optional.empty());
        }
    }

    @Override
    public void handlePUT(CoapExchange exchange) {
        read(exchange);
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        read(exchange);
    }

    private void read(CoapExchange exchange) {
        var request = exchange.advanced().getRequest();
        var mark = mark(request);
        if (copies.isCopy(mark, exchange)) {
            return;
        }
        var form = Formats.ofContent(request.getOptions());
        if (form.isEmpty()) {
            exchange.respond(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
            return;
        }
        try {
            var body = Bytes.wrap(exchange.getRequestPayload());
            take(exchange, mark, Payload.read(form.get(), body, UdpHand.nowMillis()));
        } catch (MalformedException e) {
            exchange.respond(ResponseCode.BAD_REQUEST, e.getMessage());
        }
    }

    private void take(CoapExchange exchange, String mark, List<Measurement> measured)
            throws MalformedException {
        if (measured.isEmpty()) {
            throw new MalformedException("reading", "none");
        }
        var newest = measured.get(measured.size() - 1).value();
        var verdict = new Verdict(exchange, measured.size(), () -> show(newest));
        if (!copies.keep(mark, verdict)) {
            exchange.respondOverload(1);
            return;
        }
        var from = Ways.place(exchange.getSourceSocketAddress()).toString();
        for (int i = 0; i < measured.size(); i++) {
            ear.read(reading(from, measured.get(i), mark + "/" + i), verdict);
        }
    }

    private void show(Ipld value) {
        last = Optional.of(value);
        changed();
    }

    private Reading reading(String from, Measurement measured, String mark) {
        return new Reading(
                getName(), from, measured.value(), measured.unit(), measured.atMillis(), mark);
    }

    /// What a copy of a request has in common with it and with no other.
    private String mark(Request request) {
        var from = request.getSourceContext().getPeerAddress();
        return getName()
                + " "
                + Ways.text(from)
                + " "
                + request.getMID()
                + " "
                + request.getTokenString();
    }
}

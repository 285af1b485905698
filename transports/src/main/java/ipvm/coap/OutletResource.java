package ipvm.coap;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Payload;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// `/out/NAME`: the last result, to be read and observed.
final class OutletResource extends CoapResource {

    private final Optional<String> unit;
    private volatile Ipld value;

    OutletResource(String name, Ipld value, Optional<String> unit) {
        super(name);
        this.value = value;
        this.unit = unit;
        setObservable(true);
        setObserveType(CoAP.Type.NON);
        getAttributes().setObservable();
        getAttributes().addResourceType("ipvm.outlet");
    }

    void show(Ipld next) {
        value = next;
        changed();
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        show(exchange, getName(), value, unit);
    }

    /// A value in the form that was asked for.
    static void show(CoapExchange exchange, String name, Ipld value, Optional<String> unit) {
        int number = Formats.accepted(exchange.getRequestOptions());
        var form = Formats.of(number);
        if (form.isEmpty()) {
            exchange.respond(ResponseCode.NOT_ACCEPTABLE);
            return;
        }
        try {
            var said = Payload.write(form.get(), name, value, unit);
            exchange.respond(ResponseCode.CONTENT, said.toArray(), number);
        } catch (MalformedException e) {
            exchange.respond(ResponseCode.NOT_ACCEPTABLE, e.getMessage());
        }
    }
}

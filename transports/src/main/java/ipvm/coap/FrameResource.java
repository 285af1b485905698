package ipvm.coap;

import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// `/ipvm/f`: takes frames from those who wait for an answer; see [Mail] for all others.
final class FrameResource extends CoapResource {

    static final String TYPE = "ipvm.frame";

    private final Mail mail;

    FrameResource(Mail mail) {
        super("f");
        this.mail = mail;
        getAttributes().addResourceType(TYPE);
        getAttributes().addContentType(Formats.CBOR);
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        if (exchange.getRequestPayloadSize() > Limits.DEFAULT.postedBytesMax()) {
            exchange.respond(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        } else if (exchange.getRequestPayloadSize() == 0) {
            exchange.respond(ResponseCode.BAD_REQUEST, "a frame is not empty");
        } else {
            mail.posted(exchange);
        }
    }
}

package ipvm.coap;

import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Payload;
import ipvm.link.Setting;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// `/ipvm`: who is here, and below it where frames are posted.
final class NodeResource extends CoapResource {

    private final Setting setting;

    NodeResource(Setting setting, Mail mail) {
        super("ipvm");
        this.setting = setting;
        getAttributes().addResourceType("ipvm.node");
        add(new FrameResource(mail));
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        int number = Formats.accepted(exchange.getRequestOptions());
        var form = number == Formats.JSON ? Payload.Form.JSON : Payload.Form.CBOR;
        if (number != Formats.JSON && number != Formats.CBOR) {
            exchange.respond(ResponseCode.NOT_ACCEPTABLE);
            return;
        }
        try {
            var said = Payload.write(form, "ipvm", about(), Optional.empty());
            exchange.respond(ResponseCode.CONTENT, said.toArray(), number);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Ipld about() {
        return Ipld.map(
                "did", Ipld.of(setting.self().text()),
                "version", Ipld.of(setting.version()),
                "links", greeted("links").orElse(Ipld.list(Ipld.of(CoapLink.NAME))),
                "max", greeted("max").orElse(Ipld.of(Limits.DEFAULT.postedBytesMax())));
    }

    /// What the node says of itself in its own greeting `[1, 0, hello]`.
    private Optional<Ipld> greeted(String key) {
        try {
            return DagCbor.decode(setting.greeting().get()) instanceof Ipld.List(var items)
                            && items.size() > 2
                            && items.get(2) instanceof Ipld.Map hello
                    ? hello.find(key)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
